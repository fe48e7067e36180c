//! State of the pages, and the one list of routes.

use std::sync::Arc;

use access::Access;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use registry::Registry;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use crate::bench::Bench;
use crate::form::FORM_BYTES_MAX;
use crate::upload::UPLOAD_BYTES_MAX;
use crate::{assets, fail, pages, security};

/// Prints decoded and extracted at once: each takes a core.
const PRINTS_AT_ONCE: usize = 2;

/// An account shown on the sign-in page of a demonstration. Never set for a real register.
#[derive(Debug, Clone)]
pub struct DemoAccount {
    /// Sign-in name.
    pub login: String,
    /// Password in the clear: these accounts hold synthetic people only.
    pub password: String,
    /// Role.
    pub role: vocabulary::Role,
    /// Body.
    pub body: vocabulary::Body,
}

/// How the pages are served.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Accounts to show on the sign-in page; empty for a real register.
    pub demo: Vec<DemoAccount>,
    /// Whether the browser reaches the pages over TLS: cookies then carry Secure and the `__Host-` prefix.
    pub tls: bool,
}

/// What every page needs. Cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

/// Behind [`AppState`].
#[doc(hidden)]
pub struct Inner {
    pub(crate) registry: Arc<Registry>,
    pub(crate) access: Arc<Access>,
    pub(crate) options: Options,
    pub(crate) bench: Bench,
    pub(crate) print_permits: Semaphore,
}

impl AppState {
    /// State over a register.
    pub fn new(registry: Arc<Registry>, access: Arc<Access>, options: Options) -> Self {
        let (bench, print_permits) = (Bench::default(), Semaphore::new(PRINTS_AT_ONCE));
        Self(Arc::new(Inner { registry, access, options, bench, print_permits }))
    }
}

impl std::ops::Deref for AppState {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// A page that takes images: the only ones with room for them.
fn files(route: MethodRouter<AppState>) -> MethodRouter<AppState> {
    route.layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
}

/// The pages of keeping records to their end.
fn keeping() -> Router<AppState> {
    Router::new()
        .route("/keeping", get(pages::keeping::list))
        .route("/keeping/record", get(pages::keeping::find))
        .route("/keeping/record/{number}", get(pages::keeping_record::show))
        .route("/keeping/record/{number}/superseded", get(pages::superseded::show))
        .route("/keeping/record/{number}/{step}", post(pages::keeping_deeds::act))
        .route("/keeping/record/{number}/annul/{event}", post(pages::keeping_deeds::annul))
        .route("/supplements", files(post(pages::supplements::take)))
        .route("/supplements/new", get(pages::supplements::ask))
        .route("/supplements/{supplement}", get(pages::supplements::show))
        .route("/supplements/{supplement}/answer", post(pages::supplements::answer))
        .route("/keeping/destroyed", get(pages::destroyed::ask).post(pages::destroyed::certify))
        .route("/keeping/terms", get(pages::terms::list))
        .route("/keeping/terms/{report}", get(pages::terms::show))
        .route("/keeping/terms/{report}/sign", post(pages::terms::sign))
        .route("/keeping/terms/{report}/confirm", post(pages::terms::confirm))
        .route("/keeping/proposals/{proposal}", get(pages::proposals::ask))
        .route("/keeping/proposals/{proposal}/answer", post(pages::proposals::answer))
        .route("/keeping/proposals/{proposal}/open", post(pages::proposals::open))
        .route("/acts", get(pages::acts::list))
        .route("/acts/new", get(pages::acts::ask).post(pages::acts::draw_up))
        .route("/acts/{act}", get(pages::act::show))
        .route("/acts/{act}/act.pdf", get(pages::act::print))
        .route("/acts/{act}/sign", post(pages::act::sign))
        .route("/acts/{act}/approve", post(pages::act::approve))
        .route("/acts/{act}/withdraw", post(pages::act::withdraw))
        .route("/acts/{act}/execute", post(pages::act::execute))
        .route("/carriers", get(pages::carriers::list).post(pages::carriers::enter))
        .route("/carriers/{carrier}/check", post(pages::carriers::check))
}

/// Requests, orders, findings, agreements, pieces of material.
fn matters() -> Router<AppState> {
    Router::new()
        .route("/matters", get(pages::matters::kinds))
        .route("/matters/{kind}", get(pages::matters::list))
        .route("/matters/{kind}/new/{step}", get(pages::matters::ask_first).post(pages::matters::open))
        .route("/matters/{kind}/{matter}", get(pages::matters::show))
        .route("/matters/{kind}/{matter}/{step}", get(pages::matters::ask_next).post(pages::matters::next))
}

/// The lane at the border.
fn lane() -> Router<AppState> {
    Router::new()
        .route("/lane", get(pages::lane::ask).post(pages::lane::check))
        .route("/lane/{result}", get(pages::lane::show))
        .route("/lane/{result}/finger", files(post(pages::lane::finger)))
        .route("/lane/second-line", get(pages::second_line::list).post(pages::second_line::note))
        .route("/lane/second-line/{referral}/decide", post(pages::second_line::decide))
        .route("/lane/requests", get(pages::lane_requests::list).post(pages::lane_requests::enter))
        .route("/lane/requests/{exemption}/answer", post(pages::lane_requests::answer))
}

/// Every page. Routes are read from top to bottom like a table of contents.
pub fn router(state: AppState) -> Router {
    Router::new()
        .route("/", get(pages::work::home))
        .route("/sign-in", get(pages::sign_in::ask).post(pages::sign_in::enter))
        .route("/sign-out", post(pages::sign_in::leave))
        .route("/language/{code}", get(pages::language::choose))
        .route("/cases", get(pages::work::cases))
        .route("/cases/new", get(pages::new_case::bases))
        .route("/cases/new/{basis}", get(pages::new_case::ask).post(pages::new_case::answer))
        .route("/cases/{case}", get(pages::case::show))
        .route("/cases/{case}/evidence", post(pages::case::give_evidence))
        .route("/cases/{case}/decline", get(pages::case::ask_decline).post(pages::case::decline))
        .route("/cases/{case}/refuse", get(pages::endings::ask_refuse).post(pages::endings::refuse))
        .route("/cases/{case}/close", get(pages::endings::ask_close).post(pages::endings::close))
        .route("/cases/{case}/capture", files(get(pages::capture::ask).post(pages::capture::take)))
        .route("/cases/{case}/prints", get(pages::finger::sheet))
        .route("/cases/{case}/fingers/{position}", get(pages::finger::show))
        .route("/cases/{case}/check", post(pages::case::check_duplicates))
        .route("/cases/{case}/register", post(pages::case::register))
        .route("/cases/{case}/certificate", get(pages::certificate::of_case))
        .route("/cases/{case}/certificate.pdf", get(pages::certificate::pdf_of_case))
        .route("/candidates", get(pages::candidates::list))
        .route("/candidates/{candidate}", get(pages::candidates::show).post(pages::candidates::judge))
        .route("/verify", files(get(pages::verify::ask).post(pages::verify::verify)))
        .route("/verify/{result}", get(pages::verify::show))
        .route("/verify/{result}/compare/{position}", get(pages::verify::compare))
        .route("/identify", files(get(pages::identify::ask).post(pages::identify::identify)))
        .route("/identify/{result}", get(pages::identify::show))
        .route("/identify/{result}/compare/{number}", get(pages::identify::compare))
        .route("/searches", get(pages::searches::list))
        .route("/searches/{proposal}/answer", post(pages::searches::answer))
        .route("/record", get(pages::record::ask).post(pages::record::find))
        .route("/record/{reason}", get(pages::record::show))
        .route("/record/{reason}/fingers/{position}", get(pages::record::finger))
        .route("/certificate", get(pages::certificate::ask))
        .route("/certificate/check", post(pages::certificate::check))
        .route("/ledger", get(pages::ledger::list))
        .route("/ledger/checkpoint.txt", get(pages::ledger::checkpoint))
        .route("/ledger/audit", post(pages::ledger::audit))
        .route("/ledger/{sequence}", get(pages::ledger::entry))
        .route("/officers", get(pages::officers::list).post(pages::officers::add))
        .route("/officers/{officer}/close", post(pages::officers::close))
        .route("/officers/{officer}/key", post(pages::officers::set_key))
        .merge(keeping())
        .merge(matters())
        .merge(lane())
        .route("/prints/{print}", get(pages::finger::image))
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(CatchPanicLayer::custom(fail::panicked))
        .layer(middleware::from_fn_with_state(state.clone(), fail::dress))
        .route("/assets/{*path}", get(assets::serve))
        .layer(middleware::from_fn(security::headers))
        .with_state(state)
}
