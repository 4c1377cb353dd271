# A schedule in a thread: archived, it opens again by itself; locked, it waits.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello
channel #side is a thread in #daily
jo in #side: /schedule set zone:Europe/Berlin
expect jo sees: daily is new and posts in #side
expect #side: I'm Clarion
channel #side is archived
at 09:00
expect #side: One small step

channel #side is locked
tuesday 09:00
expect #general: @Jo: daily has been paused … The thread is locked. Somebody with Manage Threads can unlock it, then press Try again
jo in #general clicks "Try again"
expect jo sees: daily stays paused. #side is locked, so I can't post there. Somebody with Manage Threads can unlock it in its menu
jo: /schedule show
expect jo sees: Paused, because the thread is locked
channel #side is unlocked
10 seconds pass
expect #side: One small step
expect #general nothing
