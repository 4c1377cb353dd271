# What is kept of me: shown in plain words, taken along, paused, and erased to the last byte, in the server and, after I have
# left it, in private messages with the bot.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily owned by ana
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
ana in #daily: /schedule set channel:#daily time:09:00 zone:Europe/Berlin days:daily
expect ana sees: daily
expect #daily: I'm Clarion

# Nothing yet.
jo in #daily: /privacy show
expect jo sees: What I keep of you … Nothing: in this server I don't know you. … What others can read … Whoever operates me can read the whole database … For how long
expect buttons "Pause", "Erase …"
jo: /privacy forget
expect jo sees: Take your id out of what others wrote? … I keep nothing of you in this server.

jo: /recognize member:mira for:the calm handover at the lighthouse
expect #daily: Jo … thanks … Mira … the calm handover at the lighthouse
expect jo sees: Counted
mira in #daily: /recognize member:jo for:the tour of the lighthouse
expect #daily: Mira … thanks … Jo … the tour of the lighthouse
expect mira sees: Counted
jo: /privacy show
expect jo sees: In this server: your id, your name, 1 recognition given and 1 recognition got.
jo clicks "Export"
expect jo sees: Everything that I keep of you in this server, as a file for you alone
expect file "clarion-privacy.json": the calm handover at the lighthouse … the tour of the lighthouse
expect mira sees nothing

# What goes and what stays is said before. Keeping everything is one press away.
jo: /privacy forget
expect jo sees: Erase everything of yours in this server? … What goes … taken down … What stays … a former member
expect buttons "Erase", "Export", "Keep everything"
jo clicks "Keep everything"
expect jo sees: What I keep of you
jo: /privacy forget
expect jo sees: Erase everything of yours in this server?
jo clicks "Erase"
expect jo sees: Erased. I keep nothing of you in this server any more, and the database's file was written anew without it
mira uses "Recognize this" on the message "the calm handover at the lighthouse"
expect refused: there is no message in #daily that contains
jo: /privacy forget
expect jo sees: Take your id out of what others wrote? … I keep nothing of you in this server.
mira: /me
expect mira sees: 1 recognition, to 1 person … 1 recognition, from 1 person

# Mira leaves. No command gets through from her any more until she has the bot in her account, and then this one alone.
ana: /recognize member:mira for:the lamp that was never out
expect #daily: Ana … thanks … Mira … the lamp that was never out
expect ana sees: Counted
mira: /privacy show
expect mira sees: After you leave … added me to your account
mira leaves
mira in #daily: /privacy show
expect refused: mira has left this server
mira in private: /privacy show
expect refused: shares no server with the bot, and has not added it to their account
mira adds clarion to her account
mira in private: /me
expect refused: /me is not offered to this person here
mira in private: /privacy show
expect mira sees: What I keep of you … Your id, your name, 1 recognition given and 2 recognitions got … You are known in **Harbour**
mira clicks "Export"
expect mira sees: Everything that I keep of you in all servers that I know you in
expect file "clarion-privacy.json": the lamp that was never out

# Her account takes the command along: in a server without the bot it is about all the same, and nothing begins there.
server "Elsewhere" with #lobby owned by mira
expect #lobby: Hello, I'm Clarion
clarion is removed from the server
mira in #lobby: /recognition givers
expect refused: /recognition is not offered to this person here
mira in #lobby: /privacy pause where:this server
expect mira sees: I'm not in this server
mira in #lobby: /privacy show
expect mira sees: You are known in **Harbour**
mira in #lobby: /privacy show where:this server
expect mira sees: Nothing: in this server I don't know you.
expect buttons "Erase …"
in server "Harbour"

mira in private: /privacy show where:this server
expect mira sees: A private message belongs to no server. Choose 'everywhere', or, as long as you are in the server that you mean

mira in private: /privacy pause
expect mira sees: Everywhere I know you, you pause from now on
mira in private: /privacy pause
expect mira sees: Everywhere I know you, you pause since
mira clicks "Resume"
expect mira sees: you are counted again from now on
5 minutes pass
mira in private: /privacy forget
expect mira sees: Erase everything of yours
mira clicks "Erase"
expect mira sees: Erased. I keep nothing of you anywhere any more, and the database's file was written anew without it
ana uses "Recognize this" on the message "the lamp that was never out"
expect refused: there is no message in #daily that contains
mira in private: /privacy show
expect mira sees: Nothing: I don't know you anywhere.
