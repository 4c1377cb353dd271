# Removed while the bot was not there to hear of it: found at the next start, and erased a month after that.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello, I'm Clarion
jo is in #daily
jo: /schedule set zone:Europe/Berlin time:9
expect jo sees: daily is new and posts in #daily
expect #daily: I'm Clarion
stop
clarion is removed from the server
2 days pass
restart
# Nothing is even tried there.
2 days pass
expect nothing
# What was not known before counts from then on: after 29 days more it is back as it was.
27 days pass
clarion is invited to the server
expect #general: Hello again … daily in #daily: weekdays 09:00
jo: /schedule show
expect jo sees: daily

stop
clarion is removed from the server
restart
31 days pass
clarion is invited to the server
expect #general: Hello, I'm Clarion
jo: /schedule show
expect jo sees: There is no schedule here yet
