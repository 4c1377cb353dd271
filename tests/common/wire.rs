//! A wire to a PostgreSQL server that a test can cut: what a server looks like that was stopped, and is started again
//! later, while the real one goes on for everybody else.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How the server looks through the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is there.
    Open,
    /// Nobody listens, and those who were connected are cut off: it was stopped.
    Refused,
    /// Whoever comes is cut off at once: something stands between.
    Cut,
}

/// The wire; dropping it cuts it.
#[derive(Debug)]
pub struct Wire {
    /// The URL that leads through it.
    pub url: String,
    wanted: watch::Sender<Way>,
    /// What is in effect, and how often that has changed.
    present: watch::Receiver<(Way, usize)>,
}

impl Wire {
    /// A wire to the server of that URL.
    pub async fn to(url: &str) -> Self {
        let first = listen("127.0.0.1:0".parse().unwrap());
        let here = first.local_addr().unwrap();
        let (server, url) = through(url, here);
        let (wanted, want) = watch::channel(Way::Open);
        let (tell, present) = watch::channel((Way::Open, 0));
        tokio::spawn(serve(first, here, server, want, tell));
        Self { url, wanted, present }
    }

    /// Changes how the server looks; returns when it does, and nobody is connected any more.
    pub async fn turn(&mut self, way: Way) {
        let (_, before) = *self.present.borrow_and_update();
        self.wanted.send_replace(way);
        self.present.wait_for(|(_, changes)| *changes > before).await.unwrap();
    }
}

/// The server's own address in a URL, and the URL with another in its place. Nothing on the wire is encrypted.
pub fn through(url: &str, here: SocketAddr) -> (String, String) {
    let (scheme, after) = url.split_once("://").unwrap();
    let (user, rest) = after.split_once('@').map_or((String::new(), after), |(user, rest)| (format!("{user}@"), rest));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (server, rest) = rest.split_at(end);
    let server = if server.contains(':') { server.to_owned() } else { format!("{server}:5432") };
    let joint = if rest.contains('?') { '&' } else { '?' };
    (server, format!("{scheme}://{user}{here}{rest}{joint}sslmode=disable"))
}

fn bound(here: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind(here).unwrap();
    socket
}

fn listen(here: SocketAddr) -> TcpListener {
    bound(here).listen(256).unwrap()
}

async fn serve(
    first: TcpListener,
    here: SocketAddr,
    server: String,
    mut want: watch::Receiver<Way>,
    tell: watch::Sender<(Way, usize)>,
) {
    let (mut listener, mut kept) = (Some(first), None);
    let mut connected = JoinSet::new();
    let mut way = Way::Open;
    loop {
        let came = async {
            match &listener {
                Some(listener) => listener.accept().await.unwrap().0,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            near = came => {
                // Dropped, it is reset.
                near.set_zero_linger().unwrap();
                if way == Way::Open {
                    connected.spawn(pass(near, server.clone()));
                }
            }
            changed = want.changed() => {
                if changed.is_err() {
                    return;
                }
                way = *want.borrow_and_update();
                connected.shutdown().await;
                match way {
                    Way::Refused => {
                        listener = None;
                        // The port stays ours while nobody listens there.
                        kept = Some(bound(here));
                    }
                    Way::Open | Way::Cut => {
                        if let Some(kept) = kept.take() {
                            listener = Some(kept.listen(256).unwrap());
                        }
                    }
                }
                tell.send_modify(|(now, changes)| (*now, *changes) = (way, *changes + 1));
            }
        }
    }
}

async fn pass(mut near: TcpStream, server: String) {
    let mut far = TcpStream::connect(&server).await.unwrap();
    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
}
