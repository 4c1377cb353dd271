# How recognition moves, what peers named, whom to thank next, and who takes part; each with its refusals.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"
jo may manage server

jo: /recognition pulse
expect jo sees: this month … 0 recognitions … Nobody is on the roster here yet
jo: /recognition next
expect jo sees: There is nobody to suggest today
mira: /recognition leave
expect mira sees: You were not on the roster
mira: /recognition join
expect mira sees: You are on the roster now
sam: /recognition roster
expect sam sees: this server's stewards
jo: /recognition roster
expect jo sees: 1 person … 1 joined
jo chooses "Sam" in "Add people"
expect jo sees: On the roster now … Sam … 2 people … 1 joined, 1 was picked
sam: /recognition leave
expect sam sees: You are off the roster
jo: /recognition roster
jo chooses "Sam" in "Add people"
expect jo sees: Left it by their own wish … Sam
jo chooses "Mira" in "Take people off"
expect jo sees: Off the roster now … Mira … Nobody is on the roster.

jo: /recognize member:mira for:the handover notes strength:Mastery of the craft way:thanks
expect #general: thanks
expect jo sees: Counted
jo: /recognition strengths member:mira
expect jo sees: What peers named in … Mira … Mastery of the craft … the handover notes
mira: /recognition strengths
expect mira sees: What peers named in you … Others here can see this
mira clicks "Keep this for myself"
expect mira sees: Only you see this
jo: /recognition strengths member:mira
expect jo sees: Mira … keeps this for themselves
expect nobody pinged

jo: /recognition givers from:20 november to:yesterday
expect jo sees: 20 to 22 Nov 2026 … A blank page in those days
jo: /recognition givers from:some day
expect jo sees: I can't read … as a date
jo: /recognition givers from:tomorrow
expect jo sees: I can't read
jo: /recognition givers from:today to:2026-11-01
expect jo sees: is a later day than
jo: /recognition givers order:recent
expect jo sees: 1 recognition by 1 person … Who gave last comes first

# The next day: the same people however often one asks, and a thank-you from there.
at 2026-11-24 10:00
jo: /recognition next
expect jo sees: One person to consider … Mira … An idea
jo clicks "Recognize Mira"
expect jo is asked: Say thank you
jo: /recognition pulse period:week share:true
expect #general: this week … 1 recognition … 2 people are on the roster here
expect nobody pinged
