# What is kept of me: shown in plain words, taken along, paused, and erased to the last byte. It works after I have left.
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
expect jo sees: What I keep of you … Nothing: in this server I don't know you. … Who can read it … Whoever operates me can read the whole database … For how long
expect buttons "Pause"
jo: /privacy forget
expect jo sees: I keep nothing of you in this server, so there is nothing to do.

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
expect jo sees: Erased. I keep nothing of you in this server any more, and the database was cleaned of it
mira uses "Recognize this" on the message "the calm handover at the lighthouse"
expect refused: there is no message in #daily that contains
jo: /privacy forget
expect jo sees: I keep nothing of you in this server, so there is nothing to do.
mira: /me
expect mira sees: 1 recognition, to 1 person … 1 recognition, from 1 person
