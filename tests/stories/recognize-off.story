# Where the server chose prompts alone, giving is off and says who can switch it on; what was given stays to be seen.
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
person jo is "Jo"
person mira is "Mira"
jo may manage server

jo in #daily: /recognize member:mira for:the demo way:thanks
expect #daily: the demo
jo: /setup zone:Europe/Berlin
expect jo sees: prompts and thanks
jo clicks "Change"
jo clicks "Switch thanks off"
jo clicks "Done"
jo clicks "Start"

mira in #general clicks "What I keep" under "Hello"
expect mira sees: Recognition is switched off; what was given before stays on record.
mira in #daily: /recognize member:jo for:the slides
expect mira sees: Recognition is switched off in this server. … Manage Server … /setup … the slides
mira clicks "Thank someone too" under "the demo"
expect mira sees: Recognition is switched off in this server.
mira uses "Recognize" on jo
expect mira is asked: Say thank you
mira fills "For what? Everybody in this channel reads it" with "the slides" and submits
expect mira sees: Recognition is switched off … the slides
mira: /me
expect mira sees: 1 recognition, from 1 person
mira: /recognition givers
expect mira sees: 1 recognition by 1 person
