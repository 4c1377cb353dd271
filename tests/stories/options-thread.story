# A thread under each prompt. Where it cannot be opened, the prompt stands alone, once, and the next day comes.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
jo is in #daily
jo: /schedule set zone:Europe/Berlin thread:true
expect jo sees: is new and posts in #daily … It opens a thread under each prompt.
expect #daily: I'm Clarion
expect #daily no threads

# Discord opens it, and its answer is lost: the second asking finds it there.
discord loses the answer to the next 4 threads
at 09:00
expect #daily: our suggestion
5 minutes pass
expect #daily 1 thread today
expect #daily 2 posts
jo: /schedule show
expect jo sees: Opens a thread under each prompt … Today: [posted](
expect jo sees not: could not be opened

# A switch is off.
bot lacks "Create Public Threads" in #daily
tuesday 09:00
expect #daily: our suggestion
expect discord refused with 50013
5 minutes pass
expect #daily nothing
expect #daily 1 post today
expect #daily no threads today
jo: /schedule show
expect jo sees: Next: tomorrow at 09:00 … Today: posted; its thread could not be opened: Create Public Threads is off for me there
jo: /schedule set thread:true
expect jo sees: Create Public Threads is off for me in #daily: prompts come

bot may "Create Public Threads" in #daily
wednesday 09:00
expect #daily: our suggestion
expect #daily 1 thread today
jo: /schedule set thread:false
expect jo sees: It opens no threads any more.
thursday 09:00
expect #daily: our suggestion
expect #daily no threads today
