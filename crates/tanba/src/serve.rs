//! `tanba serve`: the register with its pages, until interrupted.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use registry::ports::CivilStatus;

use crate::daily::Daily;
use crate::failure::Failure;
use crate::feed;
use crate::house::{self, House};
use crate::premises::PremisesArgs;

/// Arguments of `tanba serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    place: PremisesArgs,
    /// Address and port to listen on; overrides the file [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// The browser reaches the pages over TLS, ended by a proxy in front: cookies are then sent over TLS only.
    /// Needed for any address but a loopback one.
    #[arg(long)]
    behind_tls: bool,
}

/// Runs the server.
pub(crate) fn run(args: &ServeArgs) -> ExitCode {
    match serve(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(false),
    }
}

fn serve(args: &ServeArgs) -> Result<(), Failure> {
    let (premises, config) = args.place.read()?;
    let listen = args.listen.or(config.listen).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
    let tls = args.behind_tls || config.behind_tls;
    if !listen.ip().is_loopback() && !tls {
        return Err(Failure::new(
            "no-tls",
            format!(
                "{listen} can be reached from other machines, and passwords would travel in the clear: put a TLS \
                 proxy in front and say --behind-tls, or listen on 127.0.0.1"
            ),
        ));
    }
    let feeds = feed::open_all(&config.feeds)?;
    house::existing_key(&premises)?;
    runtime()?.block_on(async {
        let house = House::open(&premises).await?;
        house.registry.check_index().await?;
        if house.registry.store().officers().await?.is_empty() {
            return Err(Failure::new(
                "no-officers",
                format!(
                    "the register in {} has no officers: add the first with `tanba install {}`",
                    premises.location,
                    args.place.typed()
                ),
            ));
        }
        let listener = bind(listen).await?;
        eprintln!("serving http://{listen} from {}; stop with Ctrl-C", premises.location);
        let options = web::Options { tls, ..web::Options::default() };
        listen_until_interrupted(&house, listener, options, feeds).await
    })
}

/// The runtime of every command that opens the register.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new("runtime", format!("no threads could be started: {error}")))
}

/// Binds the address, or says that it is taken and what to do.
pub(crate) async fn bind(address: SocketAddr) -> Result<tokio::net::TcpListener, Failure> {
    tokio::net::TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Failure::new(
            "port-in-use",
            format!("{address} is in use by another program: choose another port"),
        ),
        _ => Failure::new("listen", format!("cannot listen on {address}: {error}")),
    })
}

/// Serves the pages until Ctrl-C or a terminate signal; open requests are answered first.
pub(crate) async fn listen_until_interrupted(
    house: &House,
    listener: tokio::net::TcpListener,
    options: web::Options,
    feeds: Vec<Box<dyn CivilStatus>>,
) -> Result<(), Failure> {
    let state = web::AppState::new(house.registry.clone(), house.access.clone(), options);
    let sweeping = tokio::spawn(Daily::new(feeds).go_on(Arc::clone(&house.registry)));
    let served = axum::serve(listener, web::router(state).into_make_service())
        .with_graceful_shutdown(interrupted())
        .await
        .map_err(|error| Failure::new("serve", format!("the server stopped: {error}")));
    sweeping.abort();
    served
}

async fn interrupted() {
    let ctrl_c = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = ctrl_c => {}, () = terminate => {} }
}
