# A forum: each prompt begins a thread of its own, with the mention in it. Lost answers double nothing.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
channel #ideas is a forum
jo may manage server
role "Leads" with mira
bot may "Mention Everyone" in #ideas
jo is in #daily
jo: /schedule set zone:Europe/Berlin channel:#ideas mention:@Leads
expect jo sees: is new and posts in #ideas … It mentions @Leads and begins a new thread with each prompt.
expect #ideas thread: I'm Clarion
expect nobody pinged
at 09:00
expect #ideas thread: @Leads … our suggestion
expect only mira pinged
expect button "Two sides"
expect #ideas 2 threads today
jo: /schedule show
expect jo sees: begins a new thread with each prompt … Today: [posted](https://discord.com/channels/

# Discord makes the thread, and its answer is lost.
discord loses the answer to the next forum post
tuesday 09:00
expect #ideas thread: our suggestion
expect only mira pinged
5 minutes pass
expect #ideas 1 thread today
jo: /schedule show
expect jo sees: Today: posted

# The request itself is lost.
discord loses the next forum post
wednesday 09:00
5 minutes pass
expect #ideas thread: our suggestion
expect #ideas 1 thread today

# It insists on a tag from now on: there is none, so the schedule pauses and says what mends it.
channel #ideas asks for a tag
thursday 09:00
expect discord refused with 40067
expect jo gets: Add a tag there that anybody may use
jo: /schedule set time:10
expect jo sees: Posts in #ideas need a tag, and it has none that I may use
channel #ideas has the tags "Prompts", "News"
jo: /schedule set time:10
expect jo sees: Posts in #ideas need a tag: mine get “Prompts” … The next one comes today at 10:00
at 10:00
expect #ideas thread: our suggestion
expect #ideas 1 thread today

# Back to a channel.
jo: /schedule set channel:#daily mention-nobody:true
expect jo sees: now posts in #daily … It mentions nobody any more.
expect #daily: I'm Clarion
friday 10:00
expect #daily: our suggestion
expect #ideas no threads today
expect #daily no threads

# The forum goes while the schedule posts in it.
jo: /schedule set channel:#ideas
expect jo sees: now posts in #ideas … It begins a new thread with each prompt.
channel #ideas is deleted
monday 10:00
# One private message a week: Thursday's was it.
jo: /schedule show
expect jo sees: Paused, because the channel is gone
expect jo gets nothing
