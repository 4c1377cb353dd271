# A role that a schedule mentions is deleted: the prompts go on without it, and one person is told once.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
role "Leads" with mira
expect #general: Hello
jo in #daily: /schedule set zone:Europe/Berlin mention:@Leads
expect jo sees: daily is new and posts in #daily
expect #daily: I'm Clarion
role "Leads" is deleted
expect #general: @Jo: the role that daily mentioned is gone. Its prompts come as before, and mention nobody. `/schedule set mention:` names another
expect only jo pinged
expect buttons "Show schedules"
jo in #general clicks "Show schedules"
expect jo sees: Next: today at 09:00
at 09:00
expect #daily: One small step
expect nobody pinged

# Deleted while the bot is away: found out when it comes back.
role "Crew" with mira
jo: /schedule set mention:@Crew
expect jo sees: daily now posts in #daily
stop
role "Crew" is deleted
restart
expect #general: the role that daily mentioned is gone
tuesday 09:00
expect #daily: One small step
