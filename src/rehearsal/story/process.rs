//! The bot's process inside the rehearsal: a runtime of its own on a thread of its own, so that a power cut ends it
//! between two instructions and leaves behind only what it had written.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;

/// A bot: given where to log in, it lives until it is told to stop, or says why it could not.
pub type Bot = Arc<dyn Fn(Launch) -> Life + Send + Sync>;

/// One life of a bot.
pub type Life = Pin<Box<dyn Future<Output = Result<(), String>> + Send>>;

/// What a bot is started with.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The stand-in's address, `http://127.0.0.1:PORT`.
    pub api_url: String,
    /// The token that the stand-in takes.
    pub token: String,
    /// The folder that outlives power cuts: its store goes in here.
    pub folder: PathBuf,
    /// The calendar.
    pub clock: Clock,
    /// Decides everything that is random.
    pub seed: u64,
    /// What its operator sets besides, as environment variables.
    pub settings: Vec<(String, String)>,
    /// Cancelled when it is to shut down in good order.
    pub stop: CancellationToken,
}

/// How a life ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// By a power cut.
    Cut,
    /// In good order, by itself or as asked.
    Finished,
    /// By itself, with its reason.
    Failed(String),
}

/// A bot that was started. Dropping it cuts its power, and returns when nothing of it runs any more: what it was about to
/// write would else be written after its folder was deleted.
#[derive(Debug)]
pub struct Process {
    stop: CancellationToken,
    power: Option<oneshot::Sender<()>>,
    /// Known as soon as its life is over.
    ending: watch::Receiver<Option<Ending>>,
    /// Set once nothing of it runs any more.
    gone: watch::Receiver<bool>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.power.take());
        if let Some(thread) = self.thread.take() {
            // It does not panic: whatever does in there is caught.
            let _ = thread.join();
        }
    }
}

/// How long a thread may go on with what cannot be interrupted (a write to the disk, say) after the power is gone.
const LAST_INSTRUCTIONS: Duration = Duration::from_secs(2);

/// Threads of the bot's runtime. More than one, since a client library may rely on another thread being free.
const WORKERS: usize = 2;

impl Process {
    /// Starts `bot`.
    ///
    /// # Errors
    /// Where the machine gives no thread or no runtime.
    pub fn start(bot: &Bot, launch: Launch) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .thread_name("bot")
            .enable_all()
            .build()?;
        let (power, cut) = oneshot::channel::<()>();
        let (tell, ending) = watch::channel(None);
        let (tell_gone, gone) = watch::channel(false);
        let stop = launch.stop.clone();
        let life = bot(launch);
        // The runtime lives and is dropped on this thread: dropping one inside another's task is not allowed.
        let thread = std::thread::Builder::new().name("bot".to_owned()).spawn(move || {
            let lived = std::panic::catch_unwind(AssertUnwindSafe(|| {
                runtime.block_on(async {
                    tokio::select! {
                        biased;
                        _ = cut => Ending::Cut,
                        result = tokio::spawn(life) => match result {
                            Ok(Ok(())) => Ending::Finished,
                            Ok(Err(reason)) => Ending::Failed(reason),
                            Err(error) => Ending::Failed(panicked(error)),
                        },
                    }
                })
            }));
            let ending = lived.unwrap_or_else(|_| Ending::Failed("it panicked".to_owned()));
            // Told before the rest of it is dropped: whoever waits for its work to be dropped then knows why it was.
            // Nobody listens any more where the story is over.
            let _ = tell.send(Some(ending));
            runtime.shutdown_timeout(LAST_INSTRUCTIONS);
            let _ = tell_gone.send(true);
        })?;
        Ok(Self { stop, power: Some(power), ending, gone, thread: Some(thread) })
    }

    /// How it ended, if it has.
    pub fn ending(&self) -> Option<Ending> {
        self.ending.borrow().clone()
    }

    /// Returns when it has ended and nothing of it runs any more.
    pub async fn ended(&mut self) -> Ending {
        // An error means that the thread is gone without a word: then nothing runs any more, either.
        let _ = self.gone.wait_for(|gone| *gone).await;
        self.ending().unwrap_or_else(|| Ending::Failed("its thread is gone".to_owned()))
    }

    /// Cuts its power and returns when nothing of it runs any more.
    pub async fn cut_power(mut self) -> Ending {
        drop(self.power.take());
        self.ended().await
    }

    /// Asks it to shut down in good order, waits for that for at most `patience`, then cuts its power.
    pub async fn shut_down(mut self, patience: Duration) -> Ending {
        self.stop.cancel();
        match tokio::time::timeout(patience, self.ended()).await {
            Ok(ending) => ending,
            Err(_) => {
                self.cut_power().await;
                Ending::Failed(format!("it had not shut down after {patience:?}"))
            }
        }
    }
}

fn panicked(error: tokio::task::JoinError) -> String {
    match error.try_into_panic() {
        Ok(panic) => {
            let words = panic.downcast_ref::<String>().cloned();
            let words = words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()));
            format!("it panicked: {}", words.unwrap_or_default())
        }
        Err(error) => error.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    fn launch() -> Launch {
        Launch {
            api_url: String::new(),
            token: String::new(),
            folder: PathBuf::new(),
            clock: Clock::stepped("2026-11-23T08:00:00Z".parse().unwrap()).0,
            seed: 0,
            settings: Vec::new(),
            stop: CancellationToken::new(),
        }
    }

    struct OnDrop(Arc<AtomicBool>);

    impl Drop for OnDrop {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    #[tokio::test]
    async fn a_power_cut_ends_everything_that_the_bot_had_going() {
        let gone = Arc::new(AtomicBool::new(false));
        let marker = Arc::clone(&gone);
        let (begin, mut begun) = tokio::sync::mpsc::unbounded_channel();
        let bot: Bot = Arc::new(move |_| {
            let (marker, begin) = (Arc::clone(&marker), begin.clone());
            Box::pin(async move {
                let aside = OnDrop(marker);
                tokio::spawn(async move {
                    let _ = begin.send(());
                    std::future::pending::<()>().await;
                    drop(aside);
                });
                std::future::pending().await
            })
        });
        let process = Process::start(&bot, launch()).unwrap();
        begun.recv().await.unwrap();
        assert_eq!(process.ending(), None);
        assert_eq!(process.cut_power().await, Ending::Cut);
        assert!(gone.load(Ordering::SeqCst), "a task of the bot outlived the power cut");
    }

    #[tokio::test]
    async fn an_end_in_good_order_a_failure_and_a_panic_are_told_apart() {
        let patience = Duration::from_secs(5);
        let polite: Bot = Arc::new(|launch| {
            Box::pin(async move {
                launch.stop.cancelled().await;
                Ok(())
            })
        });
        let process = Process::start(&polite, launch()).unwrap();
        assert_eq!(process.shut_down(patience).await, Ending::Finished);

        let failing: Bot = Arc::new(|_| Box::pin(async { Err("no such token".to_owned()) }));
        let ending = Process::start(&failing, launch()).unwrap().ended().await;
        assert_eq!(ending, Ending::Failed("no such token".to_owned()));

        let panicking: Bot = Arc::new(|_| Box::pin(async { panic!("on purpose") }));
        let ending = Process::start(&panicking, launch()).unwrap().ended().await;
        assert_eq!(ending, Ending::Failed("it panicked: on purpose".to_owned()));

        let deaf: Bot = Arc::new(|_| Box::pin(std::future::pending()));
        let ending = Process::start(&deaf, launch()).unwrap().shut_down(Duration::from_millis(1)).await;
        assert!(matches!(ending, Ending::Failed(_)));
    }
}
