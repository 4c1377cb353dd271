# Prompts on request: what came today, any of them, and all of them by theme.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily, #early, #news
the server has no system channel
jo may manage server
person mira

# Nothing is set up, and the library is there all the same.
mira: /prompt today
expect mira sees: No daily prompt is set up here yet … /setup … /prompt random
expect no buttons
mira: /prompt random
expect mira sees: One small step … drawn from
expect buttons "Two sides", "Another one", "Share here"
expect #general nothing
mira clicks "Another one"
expect mira sees: One small step … drawn from
mira clicks "Two sides"
expect mira sees: Managing is right when

jo in #daily: /schedule set zone:Europe/Berlin time:9 days:weekdays
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion
mira: /prompt today
expect mira sees: #daily: the next one comes today at 09:00; on your own clock … /prompt random
expect no buttons
at 09:00
expect #daily: One small step
mira: /prompt today
expect mira sees: #daily: posted at 09:00 … Only you see this … One small step … drawn from
expect buttons "Two sides"
mira clicks "Two sides"
expect mira sees: Managing is right when

mira: /prompt today
expect mira sees: [posted at 09:00](https://discord.com/channels/

# An extra, and a second schedule in another channel: where one is asked from comes first.
at 11:30
jo in #daily: /schedule now
expect jo sees: One is on its way
expect #daily: One small step
jo in #early: /schedule set name:early time:12:00 days:daily zone:Europe/Berlin
expect jo sees: is new and posts in #early
expect #early: I'm Clarion
mira in #daily: /prompt today
expect mira sees: #daily: posted at 09:00, one more at 11:30 … #early: the next one comes today at 12:00 … One small step … One small step
at 12:00
expect #early: One small step
mira in #early: /prompt today
expect mira sees: #early: posted at 12:00 … #daily: posted at 09:00 … One small step … One small step … One small step
expect nobody pinged

# A day on which one of them is silent.
jo in #early: /schedule pause name:early
expect jo sees: is paused
jo: /schedule skip
expect jo sees: leaves out tomorrow
at 2026-11-24 10:00
mira: /prompt today
expect mira sees: #early: paused for now … #daily: the next one comes tomorrow at 09:00 … /prompt random

# By theme, paged in place; shared only by whoever asks for it.
mira types /prompt browse theme:ris
expect mira is offered "Risk"
mira in #general: /prompt browse theme:risk
expect mira sees: Risk: 1 of … Only you see this … Risk · drawn from
expect buttons "Next", "Two sides", "Share here"
mira clicks "Next"
expect mira sees: Risk: 2 of … Risk · drawn from
expect buttons "Back", "Next", "Two sides", "Share here"
power cut
restart
mira clicks "Back"
expect mira sees: Risk: 1 of
mira clicks "Two sides"
expect mira sees: Managing is right when
mira clicks "Next"
expect mira sees: Risk: 2 of
mira clicks "Share here" under "Risk: 2 of"
expect #general: Risk · drawn from
expect buttons "Two sides", "Another one"
expect nobody pinged
new-hire in #general clicks "Another one"
expect new-hire sees: One small step
expect #general nothing
mira: /prompt browse
expect mira sees: All prompts: 1 of
mira: /prompt browse theme:**@everyone** xyzzy
expect mira sees: I have no theme called
expect nobody pinged
mira: /prompt browse theme:rsik
expect mira sees: Risk

# Where members only read, nobody makes the bot speak for them.
everyone may not "Send Messages" in #news
mira in #news: /prompt random share:true
expect mira sees: can read this channel but not write in it
mira in #news: /prompt random
expect mira sees: One small step
mira clicks "Share here"
expect mira sees: can read this channel but not write in it
expect #news nothing
mira in #general: /prompt random share:true
expect #general: One small step
expect buttons "Two sides", "Another one"
expect nobody pinged
