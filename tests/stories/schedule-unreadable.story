# An answer that was lost in a channel that may not be read back: the bot holds still rather than post twice.
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
jo in #daily: /setup zone:Europe/Berlin
jo clicks "Start"
expect jo sees: First one today at 09:00
expect #daily 1 post

bot lacks "Read Message History" in #daily
power cut in the middle of the next post
at 09:00
at 09:10
restart
5 minutes pass
expect #daily 2 posts
expect #general: @Jo: the prompt of Monday 23 November may be in #daily, or not … I could not look for it there. Read Message History is off for me in #daily … I won't send it again by myself. If it is not there, `/schedule now` posts one
jo in #general: /schedule show
expect jo sees: Today: perhaps posted; Discord's answer was lost and I could not look

# The switch is named before anything is promised there.
jo: /schedule now
expect jo sees: Read Message History is off for me in #daily … so that nothing comes twice … Nothing was posted
bot may read message history in #daily
jo: /schedule now
expect #daily: One small step
expect #daily 3 posts
