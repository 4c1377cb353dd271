# On joining: one hello. From its button to a schedule, with a guess for the zone.
strict
at 2026-11-20 16:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
jo is in #general
mira is in #general
clarion is invited to the server
expect #general: Hello, I'm Clarion … Nothing starts until someone with Manage Server says so
expect buttons "Set up", "Show me one", "What I keep"
expect nobody pinged

jo clicks "Show me one"
expect jo sees: One small step
jo clicks "What I keep"
expect jo sees: I keep this server's settings

# Everybody sees the button; it opens for those who may.
mira clicks "Set up"
expect mira sees: people with the Manage Server permission

jo clicks "Set up"
expect jo sees: #general · weekdays 09:00 · America/New_York (a guess) · prompts and thanks … is a guess from the language here
jo clicks "Change"
expect jo sees: (a guess)
jo chooses "Europe/Berlin" in "Time zone"
expect jo sees: #general · weekdays 09:00 · Europe/Berlin · prompts and thanks
jo clicks "Done"
expect jo sees: Europe/Berlin · prompts and thanks … the first prompt comes Monday 23 November at 09:00
jo clicks "Start"
expect jo sees: First one Monday 23 November at 09:00
expect #general: I'm Clarion, and I'll post a prompt here
restart
expect #general nothing
at 2026-11-23 09:00
expect #general: One small step
