# A hand that slipped: removed and back within a day, all goes on, today's prompt too.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello, I'm Clarion
jo in #daily: /schedule set zone:Europe/Berlin time:9
expect jo sees: daily is new and posts in #daily
expect #daily: I'm Clarion

clarion is removed from the server
at 10:00
expect nothing
clarion is invited to the server
expect #daily: One small step
expect #general nothing
jo in #daily: /schedule show
expect jo sees: Next: tomorrow at 09:00 … Today: [posted late]
