# A channel that is gone, and the places where somebody is told of it.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily, #other
jo may manage server
expect #general: Hello
jo in #daily: /setup zone:Europe/Berlin
expect jo sees: weekdays 09:00
jo clicks "Start"
expect jo sees: First one today at 09:00
expect #daily: I'm Clarion

# The system channel is closed to the bot: it is told privately.
bot lacks "Send Messages" in #general
channel #daily is deleted
at 09:00
expect jo gets: In Harbour, daily has been paused … The channel is gone. `/schedule set channel:` gives it another
expect buttons "Show schedules", "No more private messages"
jo clicks "Show schedules" under "has been paused"
expect jo sees: Paused, because the channel is gone
jo clicks "Try again"
expect jo sees: daily is paused, because the channel is gone. `/schedule set channel:` gives it another
jo in #general: /schedule show
expect jo sees: Paused, because the channel is gone. `/schedule set channel:` gives it another
jo: /schedule set channel:#other
expect jo sees: daily now posts in #other … It was paused, and runs again. … The next one comes tomorrow at 09:00
expect #other: I'm Clarion
tuesday 09:00
expect #other: One small step

# No private message but one a week: the operator's log is the last to hear.
the server has no system channel
jo: /schedule pause until:2026-11-27
expect jo sees: nothing comes in #other before Friday 27 November
bot lacks "Send Messages" in #other
friday 09:00
expect nothing
jo: /schedule show
expect jo sees: Paused, because I can't post there. Send Messages is off for me in #other
bot may send messages in #other
jo: /schedule resume
expect jo sees: daily runs again. Today's prompt comes now, in #other
expect #other: One small step
jo: /schedule pause until:2026-12-02
expect jo sees: nothing comes in #other before Wednesday 2 December

# A week later; and a press in private messages works.
bot lacks "Send Messages" in #other
at 2026-12-02 09:00
expect jo gets: Send Messages is off for me in #other
jo clicks "Try again" under "Send Messages is off"
expect jo sees: daily stays paused. Send Messages is off for me in #other
bot may send messages in #other
jo clicks "Try again" under "I could not post its prompt"
expect jo sees: daily runs again. Today's prompt comes now, in #other
expect #other: One small step

# Neither: only /schedule show can tell.
person jo takes no direct messages
jo: /schedule pause until:2026-12-10
expect jo sees: nothing comes in #other before Thursday 10 December
bot lacks "Send Messages" in #other
at 2026-12-10 09:00
expect discord refused with 50007
expect nothing
jo: /schedule show
expect jo sees: Paused, because I can't post there. Send Messages is off for me in #other
a week passes
expect nothing
jo: /schedule resume
expect jo sees: daily stays paused. Send Messages is off for me in #other
bot may send messages in #other
jo: /schedule resume
expect jo sees: daily runs again. Today's prompt comes now, in #other
expect #other: One small step
