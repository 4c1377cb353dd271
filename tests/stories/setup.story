# Two interactions from nothing to a working schedule, and every choice of the panel afterwards.
strict
at 2026-11-23 08:58 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello, I'm Clarion
jo is in #daily

jo types /setup zone:berl
expect jo is offered "Europe/Berlin"
jo: /setup zone:berlin
expect jo sees: #daily · weekdays 09:00 · Europe/Berlin · prompts and thanks … the first prompt comes today at 09:00
expect buttons "Start", "Change"
jo clicks "Start"
expect jo sees: First one today at 09:00
expect buttons "Post one now", "See the week"
expect #daily: I'm Clarion, and I'll post a prompt here
expect #daily nothing
expect nobody pinged

at 09:00
expect #daily: One small step
expect button "Two sides"

jo clicks "See the week"
expect jo sees: The coming week in #daily … Tuesday 24 November at 09:00 … Monday 30 November at 09:00
jo clicks "Post one now"
expect jo sees: One is on its way to #daily … still comes tomorrow at 09:00
expect #daily: One small step

# It opens with what holds, and says so. A press changes the panel and nothing else.
jo in #general: /setup
expect jo sees: I am set up here already … #daily · weekdays 09:00 · Europe/Berlin · prompts and thanks … the next prompt comes tomorrow at 09:00
jo clicks "Change" under "set up here already"
expect jo sees: prompts and thanks
jo chooses "At 08:30" in "Time"
expect jo sees: weekdays 08:30
jo chooses "Monday", "Wednesday" in "Days"
expect jo sees: Mon, Wed 08:30
jo chooses "Europe/London" in "Time zone"
expect jo sees: Mon, Wed 08:30 · Europe/London · prompts and thanks
jo clicks "Switch thanks off"
expect jo sees: Europe/London · prompts
expect button "Switch thanks on"
jo chooses "#general" in "Another channel"
expect jo sees: #general · Mon, Wed 08:30 · Europe/London · prompts … introduces me in #general
jo clicks "Done"
expect jo sees: #general · Mon, Wed 08:30 · Europe/London · prompts
jo: /schedule show
expect jo sees: #daily · weekdays 09:00 · Europe/Berlin
jo clicks "Start"
expect jo sees: The next one comes Wednesday 25 November at 08:30 … introducing myself in #general
expect #general: I'm Clarion

# Wednesday 08:30 in London is 09:30 in Berlin.
at 2026-11-25 09:29
expect #general 2 posts
at 09:30
expect #general: One small step

# The prompts move back to #daily, which knows who posts there.
jo: /setup
expect jo sees: set up here already
jo clicks "Change" under "set up here already"
expect jo sees: Any other zone
jo chooses "#daily" in "Another channel"
expect jo sees: #daily
jo clicks "Done"
expect jo sees: #daily
jo clicks "Start"
expect jo sees: Today's was posted already. The next one comes Monday 30 November at 08:30
expect #daily nothing
