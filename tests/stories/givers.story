# Who gives, by name; what I gave and got; both after a restart.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"

jo: /recognition givers
expect jo sees: this month … A blank page so far this month. … /recognize
jo: /me
expect jo sees: What you gave … A blank page … What you got … A blank page

mira: /recognize member:jo for:the handover notes way:expert
expect #general: thanks
expect mira sees: Counted, with … I'd like that skill
jo: /recognize member:mira for:the demo member2:sam way:thanks
expect #general: thanks
expect jo sees: Counted
jo: /recognize member:sam for:the slides way:thanks
expect #general: thanks
expect jo sees: Counted

power cut
restart

sam: /recognition givers period:week
expect sam sees: this week … 3 recognitions by 2 people … Jo … 2 recognitions, to 2 people, in 1 week … Mira … 1 recognition, to 1 person, in 1 week … By name. Nobody is ranked
expect nobody pinged
expect #general nothing
sam: /recognition givers period:all share:true
expect #general: from the beginning … Jo … Mira
expect nobody pinged

jo: /me
expect jo sees: 2 recognitions, to 2 people … 1 recognition, from 1 person
jo chooses "Thanks given and got" in "Turn to"
expect jo sees: 2 recognitions, to 2 people … Sam … the slides … Mira … Sam … the demo … 1 recognition, from 1 person … Mira … the handover notes … I'd like that skill
expect nobody pinged
sam: /me
sam chooses "Thanks given and got" in "Turn to"
expect sam sees: What you gave … A blank page … 2 recognitions, from 1 person … Jo … the slides

# A month later the month is a new page, and the year's is not.
at 2026-12-01 09:00
jo: /recognition givers period:month
expect jo sees: A blank page so far this month
jo: /recognition givers period:quarter
expect jo sees: 1 Oct to 1 Dec 2026: 3 recognitions by 2 people
