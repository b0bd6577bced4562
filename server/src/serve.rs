//! `serve`: from the configuration to the last answer. Invariant: it ends with 0 only after every request under way was
//! answered and every accepted touch is in the database.

use crate::{
    background,
    border::limit::STOP_GRACE,
    command::Failure,
    config::{self, Config},
    ready::Ready,
    router::{self, Parts},
    telemetry,
    world::World,
};
use axum::serve::ListenerExt;
use i18n::{Lang, Msg, msg::demo};
use std::{future::Future, net::SocketAddr, time::Duration};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tokio_util::sync::CancellationToken;

/// After the grace of requests, for writing what waits; then the process ends anyway, with a failure.
const DRAIN_LIMIT: Duration = Duration::from_secs(30);

/// Exit status after a second signal, as a shell says of a process that SIGINT ended.
const ENDED_AT_ONCE: i32 = 130;

/// A setting of the demonstration. An account or a telephone stands in pages of every language as it is: so the sample
/// says in each that it is one.
fn sample(of: Msg) -> String {
    Lang::OFFICE.map(|lang| of.get(lang)).join(" / ")
}

/// Serves until told to stop.
pub async fn serve(mut config: Config, demo: bool) -> Result<(), Failure> {
    if demo {
        // Before anything is opened: a public log-in is not to exist even for a moment.
        config.only_this_machine()?;
        config.pay_to.get_or_insert_with(|| sample(demo::PAY_TO));
        config.contact.get_or_insert_with(|| sample(demo::CONTACT));
    }
    telemetry::log(&config);
    let metrics = telemetry::metrics()?;
    let world = World::open(config).await?;
    let (addr, base_url) = (world.config.addr, world.config.base_url.clone());
    let listener = TcpListener::bind(addr).await.map_err(|fault| format!("cannot listen on {addr}: {fault}"))?;
    let listener = listener.tap_io(|connection| {
        if let Err(fault) = connection.set_nodelay(true) {
            tracing::debug!(%fault, "small packets may wait");
        }
    });

    let stop = CancellationToken::new();
    let ready = Ready::default();
    let (made, whole) = watch::channel(false);
    let jobs = [
        tokio::spawn(telemetry::keep(metrics.clone())),
        tokio::spawn(after(whole.clone(), background::upkeep(world.clone(), stop.clone()))),
        tokio::spawn(after(whole.clone(), background::announcements(world.clone(), stop.clone()))),
        tokio::spawn(background::checkpoints(world.clone(), stop.clone())),
        tokio::spawn(after(whole.clone(), background::log(world.clone(), stop.clone()))),
        tokio::spawn(after(whole, background::jobs(world.clone(), stop.clone()))),
        tokio::spawn(first_data(world.clone(), ready.clone(), made, demo)),
    ];
    let watched = config::variable("LEPTOS_WATCH").is_some();
    let parts = Parts { world: world.clone(), ready: ready.clone(), metrics, stop: stop.clone(), watched };
    let service = router::router(parts).into_make_service_with_connect_info::<SocketAddr>();
    if let Some(missing) = world.config.missing_proxies() {
        tracing::warn!("{missing}");
    }
    tracing::info!(%addr, %base_url, "listening");
    println!("{base_url}");

    let told = told_to_stop(ready, stop.clone())?;
    let served = axum::serve(listener, service).with_graceful_shutdown(told);
    let hurry = async {
        stop.cancelled().await;
        tokio::time::sleep(STOP_GRACE * 2).await;
    };
    tokio::select! {
        served = served => served.map_err(|fault| format!("serving failed: {fault}"))?,
        // Connections that a client holds open without asking anything are not waited for.
        () = hurry => {}
    }
    for job in jobs {
        job.abort();
    }
    let drained = tokio::time::timeout(DRAIN_LIMIT, world.outside.touches.close()).await;
    drained.map_err(|_| {
        "touches that wait could not be written in time; their senders were not told they were".to_owned()
    })?;
    tracing::info!("stopped");
    Ok(())
}

/// Ends at the first signal; a second one ends the process at once.
fn told_to_stop(ready: Ready, stop: CancellationToken) -> Result<impl Future<Output = ()>, Failure> {
    let listen = |kind| signal(kind).map_err(|fault| format!("signals cannot be heard: {fault}"));
    let (mut term, mut interrupt) = (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        tokio::spawn(async move {
            tokio::select! {
                _ = term.recv() => {}
                _ = interrupt.recv() => {}
            }
            std::process::exit(ENDED_AT_ONCE)
        });
        ready.stopping();
        stop.cancel();
    })
}

/// Begins work once the data of a first start is whole: the work of the day would act on half of what is being made.
async fn after(mut whole: watch::Receiver<bool>, work: impl Future<Output = ()>) {
    if whole.wait_for(|whole| *whole).await.is_ok() {
        work.await;
    }
}

/// The data of a first start, behind `/readyz`.
async fn first_data(world: World, ready: Ready, made: watch::Sender<bool>, demo: bool) {
    if demo {
        if let Err(fault) = crate::command::seed::demo(&world).await {
            tracing::error!(%fault, "the demonstration data could not be made");
            return;
        }
    } else {
        match crate::command::account::is_anybody(&world).await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(
                "nobody can log in yet; the first operator is made by: {}",
                crate::command::account::FIRST_OPERATOR
            ),
            Err(fault) => tracing::warn!(%fault, "whether anybody can log in could not be found out"),
        }
    }
    ready.seeded();
    // Nobody waits any more where the server is stopping.
    let _ = made.send(true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::OneLine;

    #[test]
    fn a_sample_says_in_every_language_that_it_is_one() {
        for of in [demo::PAY_TO, demo::CONTACT] {
            let said = sample(of);
            assert_eq!(said.parse::<OneLine>().map(|known| known.to_string()), Ok(said.clone()));
            for lang in Lang::OFFICE {
                assert!(said.contains(of.get(lang)), "{said}");
            }
        }
    }
}
