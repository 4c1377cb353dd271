# A schedule follows a series: its prompts one by one in their order, whatever happens in between, and then all again.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
jo is in #daily

# What can't be is said kindly, and nothing is changed.
jo: /schedule set zone:Europe/Berlin theme:Risk series:Five days on risk
expect jo sees: `theme:` and `series:` both say which prompts come; one of them is enough … Nothing was changed
jo: /schedule set zone:Europe/Berlin series:Five days on rsik
expect jo sees: I have no series called “Five days on rsik” … Close to it: Five days on risk … Nothing was changed
jo types /schedule set series:five days on ri
expect jo is offered "Five days on risk (5 days)"

jo: /schedule set zone:Europe/Berlin theme:Vision
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion
jo: /schedule set series:Five days on risk
expect jo sees: It follows the series Five days on risk, 5 prompts one by one, and draws from all again after them. … Its theme gives way to the series.
jo: /schedule preview
expect jo sees: the next prompt here … Five days on risk, day 1 of 5 · Risk · drawn from

at 09:00
expect #daily: Five days on risk, day 1 of 5
jo: /schedule show
expect jo sees: Follows Five days on risk, and day 2 of 5 comes next
# One more post takes no day away.
jo: /schedule now
expect jo sees: One is on its way
expect #daily: our suggestion

# Nor does a power cut, before or after.
power cut in the middle of the next post
tuesday 09:00
restart
5 minutes pass
expect #daily: Five days on risk, day 2 of 5
expect #daily 1 post on 2026-11-24

# A day that can't be posted comes when it can.
bot lacks "Send Messages" in #daily
wednesday 09:00
expect jo gets: daily has been paused since
jo: /schedule show
expect jo sees: Follows Five days on risk, and day 3 of 5 comes next
bot may "Send Messages" in #daily
a minute passes
expect #daily: Five days on risk, day 3 of 5
# Another time of day, and the same series once more: it goes on where it is.
jo: /schedule set time:9:30 series:five-days-risk
expect jo sees: It was in that series already and goes on where it is
thursday 09:30
expect #daily: Five days on risk, day 4 of 5
friday 09:30
expect #daily: Five days on risk, day 5 of 5
jo: /schedule show
expect jo sees: Has come to the end of Five days on risk and draws from all prompts again
monday 09:30
expect #daily: our suggestion … drawn from
jo: /schedule set time:9:45
expect jo sees: now posts in #daily

# Begun anew, and ended before its end by a theme.
jo: /schedule set series:A week of exact thanks
expect jo sees: It follows the series A week of exact thanks, 5 prompts one by one
at 09:45
tuesday 09:45
expect #daily: A week of exact thanks, day 1 of 5
jo: /schedule set theme:Risk
expect jo sees: It draws from one theme, Risk. … It follows no series any more.
jo: /schedule set series:none theme:all
expect jo sees: It draws from all themes again.
