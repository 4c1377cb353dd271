# A server's days off, and a schedule that is paused until a date: nothing comes on them, and it is said why.
strict
at 2026-12-21 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello
jo is in #daily

jo: /schedule set zone:Europe/Berlin time:9 days:daily
expect jo sees: daily is new and posts in #daily
expect #daily: I'm Clarion
jo: /schedule holidays list
expect jo sees: There is no holiday here
jo: /schedule holidays add date:24 december until:2 january every-year:True name:the *quiet* weeks
expect jo sees: None of the schedules here posts from Thursday 24 December to Saturday 2 January 2027, every year (the … weeks) … daily comes next today at 09:00 … `/schedule holidays remove date:2026-12-24` takes it off the list.
expect nobody pinged
jo: /schedule holidays add date:tomorrow
expect jo sees: None of the schedules here posts on Tuesday 22 December
jo: /schedule holidays list
expect jo sees: Tuesday 22 December … Thursday 24 December to Saturday 2 January 2027, every year
jo: /schedule show
expect jo sees: Nothing comes on holidays: Tuesday 22 December; Thursday 24 December … Next: today at 09:00, then Wednesday 23 December, then Sunday 3 January 2027

at 09:00
expect #daily: One small step
next day 10:00
expect #daily nothing
jo: /schedule show
expect jo sees: Today: a holiday … Yesterday: [posted]

# Taken off the list, what has gone by stays as it was, and what is ahead comes.
jo: /schedule holidays remove date:today
expect jo sees: No longer a holiday: Tuesday 22 December
next day 09:00
expect #daily: One small step
jo: /schedule skip date:24 december
expect jo sees: Tomorrow is a holiday here (the … weeks). The next ones are Sunday 3 January 2027
at 2027-01-02 10:00
expect #daily nothing
power cut
at 2027-01-03 08:59
restart
at 09:00
expect #daily: One small step

# The pause ends by itself, also while the bot is down.
jo: /schedule pause until:monday
expect jo sees: daily is paused: nothing comes in #daily before Monday 4 January. The next one comes tomorrow at 09:00
jo: /schedule pause until:2027-01-07
expect jo sees: nothing comes in #daily before Thursday 7 January. The next one comes Thursday 7 January at 09:00 … `/schedule resume` ends the pause sooner.
at 2027-01-06 12:00
expect #daily nothing
power cut
at 2027-01-07 08:00
restart
at 09:00
expect #daily: One small step

# Every year: the next winter is quiet by itself.
jo: /schedule pause until:23 december
expect jo sees: before Thursday 23 December. The next one comes Thursday 23 December at 09:00
at 2027-12-23 09:00
expect #daily: One small step
at 2028-01-02 12:00
expect #daily nothing
at 2028-01-03 09:00
expect #daily: One small step
