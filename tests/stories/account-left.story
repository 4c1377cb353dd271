# Who leaves the server stays in what was counted, and is told to have left; who comes back is there again.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
jo may manage server
jo: /recognize member:mira for:the demo way:thanks
expect #general: thanks
expect jo sees: Counted
mira: /recognize member:jo for:the slides way:thanks
expect #general: thanks
expect mira sees: Counted

mira leaves
at 2026-11-23 12:00
jo: /recognition givers
expect jo sees: Jo … Mira (left) … 1 recognition, to 1 person
expect file "givers.png" described: Jo 1; Mira (left) 1.
jo: /recognition roster
expect jo sees: 1 person … 1 gave or got recognition … 1 more has left the server since
jo: /recognition next
expect jo sees: There is nobody to suggest today

mira joins
mira: /recognize member:jo for:the second demo way:thanks
expect #general: thanks
expect mira sees: Counted
jo: /recognition roster
expect jo sees: 2 people
