# A schedule's life: set, shown, previewed, skipped, paused, resumed, an extra, removed.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily, #late-shift
jo may manage server
expect #general: Hello
jo is in #daily

jo: /schedule show
expect jo sees: There is no schedule here yet
jo types /schedule set zone:new y
expect jo is offered "America/New_York"
jo: /schedule set zone:Europe/Berlin time:9
expect jo sees: daily is new and posts in #daily: weekdays 09:00, Europe/Berlin … The next one comes today at 09:00
expect #daily: I'm Clarion

jo: /schedule preview
expect jo sees: This is the next prompt here … It comes in #daily today at 09:00; others follow tomorrow and Wednesday 25 November
at 09:00
expect #daily: One small step
jo: /schedule show
expect jo sees: Next: tomorrow at 09:00, then Wednesday 25 November, then Thursday 26 November … Today: [posted](https://

# Today's was posted: a later time today brings no second one.
jo: /schedule set time:3pm
expect jo sees: now posts in #daily: weekdays 15:00 … Today's was posted already. The next one comes tomorrow at 15:00
at 15:00
expect #daily nothing

jo: /schedule skip
expect jo sees: leaves out tomorrow, Tuesday 24 November. The next one comes Wednesday 25 November at 15:00
jo: /schedule skip date:saturday
expect jo sees: Saturday 28 November is none of the days of daily (weekdays). The next ones are Wednesday 25 November
jo: /schedule skip date:tomorrow
expect jo sees: is left out already
jo: /schedule unskip
expect jo sees: daily no longer leaves out tomorrow, Tuesday 24 November. The next one comes tomorrow at 15:00
jo: /schedule skip
expect jo sees: leaves out tomorrow, Tuesday 24 November. The next one comes Wednesday 25 November at 15:00 … `/schedule unskip date:2026-11-24` takes that back.
jo: /schedule skip date:today
expect jo sees: Today's was posted already. The next ones are
jo: /schedule show
expect jo sees: Next: Wednesday 25 November at 15:00 … Left out: tomorrow
next day at 16:00
expect #daily nothing
jo: /schedule show
expect jo sees: Next: tomorrow at 15:00 … Today: not posted: somebody asked to leave it out … Yesterday: [posted]

jo: /schedule pause
expect jo sees: daily is paused: nothing comes in #daily before `/schedule resume`
jo: /schedule pause
expect jo sees: daily is paused, because somebody asked. `/schedule resume` lets it run again
at 2026-11-25 16:00
expect #daily nothing
# What fell due meanwhile is not owed.
jo: /schedule resume
expect jo sees: daily runs again. The next one comes tomorrow at 15:00
expect #daily nothing
jo: /schedule resume
expect jo sees: daily is not paused

# An extra takes nothing from the day.
at 2026-11-26 14:00
jo: /schedule now
expect jo sees: One is on its way to #daily. Today's still comes at 15:00
expect #daily: One small step
at 15:00
expect #daily: One small step

# A second one beside it; what is left out stays as it was.
jo: /schedule set name:Late Shift channel:#late-shift time:9:30 pm days:mon,thu zone:America/New_York
expect jo sees: late shift is new and posts in #late-shift: Mon, Thu 21:30, America/New_York … The next one comes today at 21:30
expect #late-shift: I'm Clarion
jo: /schedule set name:late shift days:daily
expect jo sees: late shift now posts in #late-shift: daily 21:30, America/New_York
expect #late-shift nothing
jo: /schedule remove name:daily
expect jo sees: daily is removed. What it posted in #daily stays there
jo: /schedule show
expect jo sees: late shift … #late-shift · daily 21:30 · America/New_York
# It is the only one now, so it needs no name.
jo: /schedule now
expect jo sees: One is on its way to #late-shift
expect #late-shift: One small step
at 2026-11-27 16:00
expect #late-shift: One small step
expect #daily nothing
