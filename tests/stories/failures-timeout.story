# A moderator's timeout runs out, and Discord tells nobody: the schedule runs again within a day.
strict
at 2026-11-20 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello
jo in #daily: /setup zone:Europe/Berlin
expect jo sees: 09:00
jo clicks "Start"
expect jo sees: First one today at 09:00
expect #daily: I'm Clarion
at 09:00
expect #daily: One small step

# Four weeks, which is as long as one can last: until 18 December 10:00.
at 10:00
clarion is in a timeout
monday 09:00
expect jo gets: In Harbour, daily has been paused … A moderator has put me in a timeout
at 2026-12-18 09:30
expect nothing
jo: /schedule show
expect jo sees: Paused … A moderator has put me in a timeout
at 2026-12-19 09:01
jo: /schedule show
expect jo sees: Next: … 09:00
monday 09:00
expect #daily: One small step
expect nobody pinged
