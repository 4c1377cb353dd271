# A daily prompt about recognition has a button that leads to a thank-you, where thanks are switched on.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
person mira is "Mira"
person sam is "Sam"
jo is in #daily
jo: /schedule set zone:Europe/Berlin theme:Recognition
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion

at 09:00
expect #daily: our suggestion … Recognition · drawn from
expect buttons "Two sides", "Reflect", "I'll try this", "Thank someone"
mira in #daily clicks "Thank someone"
expect mira sees: Whom would you like to thank?
mira chooses "Sam", "Jo"
expect mira is asked: Say thank you
mira fills "For what? Everybody in this channel reads it" with "the calm week" and submits
expect #daily: Mira … thanks … Sam … and … Jo … the calm week
expect only sam, jo pinged
expect mira sees: Counted.

# Months later, after a restart, it still works.
power cut
restart
sam in #daily clicks "Thank someone" under "our suggestion"
expect sam sees: Whom would you like to thank?
