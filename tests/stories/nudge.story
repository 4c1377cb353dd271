# A weekly reminder for who asks for one: in private, not in a week after they gave, and ended by a press.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
person jo is "Jo"
person mira is "Mira"
person sam is "Sam"
person lee is "Lee"
jo: /schedule set channel:#daily time:09:00 zone:Europe/Berlin days:mon
expect jo sees: daily is new
expect #daily: I'm Clarion

# Asked for where three people are suggested, or in /me; nobody else hears of it.
mira: /recognition next
expect mira sees: Whom to thank next
expect buttons "Remind me weekly"
mira clicks "Remind me weekly"
expect mira sees: Once a week at most I ask you in private whom you might thank. The first can come Monday 30 November at 09:00. … Nobody else hears of it.
expect buttons "No weekly reminder"
jo: /me
expect jo sees: Weekly reminder … Off.
jo clicks "Remind me weekly"
expect jo sees: The first can come Monday 30 November at 09:00
jo: /me
expect jo sees: Weekly reminder … On: once a week at most
expect button "No weekly reminder"
sam: /me
expect sam sees: Weekly reminder … Off.
sam clicks "Remind me weekly"
expect sam sees: Once a week at most
sam clicks "No weekly reminder"
expect sam sees: No reminder comes any more.
expect nobody pinged
lee: /me
expect lee sees: Weekly reminder … Off.
lee clicks "Remind me weekly"
expect lee sees: Once a week at most

# Jo has thanked somebody in that week, and is left in peace. A crash makes it no second one.
sunday 18:00
jo: /recognize member:sam for:the slides way:thanks
expect #general: thanks
expect jo sees: Counted
monday 08:59:30
power cut before the next post arrives
monday 09:00
restart
5 minutes pass
expect #daily: One small step
expect mira gets: The reminder that you asked for in Harbour: whose work made yours easier lately? … Nobody hears that you looked.
expect buttons "Whom might I thank?", "No more of these"
mira clicks "Whom might I thank?"
expect mira sees: `/recognize` in the server takes your words to them. … to consider … Jo
expect button "Open the server"

# Who left is shown nobody of the server by the reminder that stays in their private messages.
expect lee gets: The reminder that you asked for in Harbour
lee leaves
lee clicks "Whom might I thank?"
expect lee sees: I don't find you in that server any more, so I show you nobody of it. No more of these under the reminder ends
lee clicks "No more of these"
expect lee sees: No reminder comes any more.
lee clicks "Whom might I thank?"
expect lee sees not: ends what may still come
expect lee sees: I don't find you in that server any more, so I show you nobody of it.

# The next week's comes at the same hour. Jo's turn has come, too.
monday 09:00
expect #daily: One small step
expect jo gets: The reminder that you asked for in Harbour
expect mira gets: The reminder that you asked for in Harbour
# Only the person themselves ends it.
mira clicks "No more of these"
expect mira sees: No reminder comes any more. … /recognition next
jo clicks "No more of these"
expect jo sees: No reminder comes any more.
two weeks pass
expect #daily: One small step
expect #daily: One small step
expect mira sees nothing
mira: /me
expect mira sees: Weekly reminder … Off.

# A reminder stays in private messages as well when it is the bot that left. Only of whoever wants them any come again.
jo: /me
expect jo sees: Weekly reminder … Off.
jo clicks "Remind me weekly"
expect jo sees: Once a week at most
clarion is removed from the server
jo clicks "Whom might I thank?"
expect jo sees: I'm not in that server any more myself, so I can show you nobody of it. Should I be back … reminders come again
mira clicks "Whom might I thank?"
expect mira sees not: come again
expect mira sees: I'm not in that server any more myself, so I can show you nobody of it.
