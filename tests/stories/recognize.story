# A thank-you: public, pinging only whom it is for, counted once, and asked in private what it stirred.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"
person ticker is a bot

jo in #daily: /recognize member:mira for:calmer nights since your handover
expect #daily: Jo … thanks … Mira … calmer nights since your handover
expect buttons "Thank someone too", "If this is about you"
expect only mira pinged
expect jo sees: Counted. … What did it stir?
expect buttons "I'd like that role", "I'd like that skill", "I'd like to be that kind of colleague", "Simply thanks", "Take it back", "Change the words"
jo clicks "I'd like that skill"
expect jo sees: Counted, with … I'd like that skill

# Oneself and bots are left out, the rest counts.
jo: /recognize member:sam for:the release member2:jo member3:ticker member4:mira member5:sam way:thanks
expect #daily: Jo … thanks … Sam … and … Mira … the release
expect only sam, mira pinged
expect jo sees: I left you out of it … bots don't collect thanks

# Whatever the words hold, they stay words.
sam in #general: /recognize member:mira for:**@everyone** <@&1> [win](https://evil.example) ||boo|| @here
expect #general: Sam … thanks … Mira
expect only mira pinged
expect sam sees: Counted.

# Whoever is called in them is called by name, whether the bot knows them or not, and is not pinged.
person kim is "Kim"
jo in #daily: /recognize member:mira for:the night when you helped @Sam and @Kim
expect #daily: Jo … thanks … Mira … the night when you helped @ … Sam and @ … Kim
expect only mira pinged
expect jo sees: Counted.

# Nobody is left.
jo in #general: /recognize member:jo for:my own work
expect jo sees: This is for what somebody else did. … my own work
jo: /recognize member:ticker for:the reminders
expect jo sees: bots don't collect thanks
expect #general nothing

# The button under an announcement, a person's menu, a message's menu.
mira in #daily clicks "Thank someone too" under "calmer nights"
expect mira sees: Whom would you like to thank?
mira chooses "Sam"
expect mira is asked: Say thank you
mira fills "For what? Everybody in this channel reads it" with "the slides" and submits
expect #daily: Mira … thanks … Sam … the slides
expect only sam pinged
expect mira sees: Counted.

sam uses "Recognize" on jo
expect sam is asked: Say thank you
sam fills "For what? Everybody in this channel reads it" with "the calm demo" and submits
expect #general: Sam … thanks … Jo … the calm demo
expect only jo pinged
expect sam sees: Counted.
sam uses "Recognize" on sam
expect sam sees: This is for what somebody else did.
sam uses "Recognize" on ticker
expect sam sees: bots don't collect thanks

mira says in #general: Have you tried turning it off and on?
jo uses "Recognize this" on the message "Have you tried" in #general
expect jo is asked: Say thank you
jo fills "For what? Everybody in this channel reads it" with "that worked" and submits
expect #general: Jo … thanks … Mira … for … this message … that worked
expect only mira pinged
expect jo sees: Counted.
mira uses "Recognize this" on the message "Have you tried" in #general
expect mira sees: That message is your own.
jo uses "Recognize this" on the message "that worked" in #general
expect jo sees: That message comes from a bot

# The buttons still work after a restart.
power cut
restart
jo in #daily clicks "Thank someone too" under "calmer nights"
expect jo sees: Whom would you like to thank?

# The answer to a command needs no permission to speak there.
clarion lacks "Send Messages" in #daily
jo in #daily: /recognize member:mira for:a quiet channel way:thanks
expect #daily: Jo … thanks … Mira … a quiet channel
expect only mira pinged
expect jo sees: Counted
