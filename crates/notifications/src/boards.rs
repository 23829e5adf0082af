//! Boards: a message that shows how things are, edited when what it shows changes.

use std::{collections::HashMap, sync::Arc};

use answers::brief::{Briefing, Occasion, brief};
use jiff::{SignedDuration, Timestamp};
use store::{Board, Claim, DeliveryState, Fence, Kind, State};
use views::{
    Link, agents,
    boards::{BoardView, Lines},
    departments, overview,
};

use crate::{
    context::Context,
    deliver::{Edited, Outcome},
    metric::Metric,
    poll::Poll,
    reading::Reading,
    refusal::Shown,
    spec::BoardSpec,
};

/// How far back its lines go, and how many steps they have.
const LINE_SPAN: SignedDuration = SignedDuration::from_hours(3);
const LINE_STEPS: i32 = 36;

/// The least time between two edits of a board.
const EDIT_INTERVAL: SignedDuration = SignedDuration::from_secs(15);

/// A board is edited this often whatever it shows, so that it is known when somebody has deleted it.
const TOUCH_INTERVAL: SignedDuration = SignedDuration::from_mins(45);

/// What boards show, and a word that changes when that does.
pub(crate) type Drawn = HashMap<BoardSpec, Arc<(BoardView, String)>>;

/// A board that is at work.
#[derive(Clone, Debug)]
pub(crate) struct BoardAt {
    pub(crate) id: i64,
    pub(crate) channel: u64,
    pub(crate) spec: BoardSpec,
}

impl BoardSpec {
    /// A board of a department, or of all.
    #[must_use]
    pub fn of(department: Option<String>) -> Self {
        let queues = Link::from(&overview::Show::all(department.clone()));
        let agents = department.is_none().then(|| Link::from(&agents::Statuses {}));
        let parts = [queues, Link::from(&departments::Status {})].into_iter().chain(agents).collect();
        Self { department, parts }
    }

    /// What it shows comes from these.
    pub(crate) fn polls(&self) -> Vec<Poll> {
        self.parts.iter().flat_map(Poll::of_link).collect()
    }
}

/// Whether a board is to be posted, edited or tidied.
fn is_due(kept: &Board, figures: &BoardView, key: &str, now: Timestamp) -> bool {
    if kept.message.is_none() || kept.stale.is_some() {
        return true;
    }
    let age = now.duration_since(kept.edited).abs();
    // As long as nothing is known, after a start without LiveAgent, what it shows is the best there is.
    !figures.is_empty() && (age >= TOUCH_INTERVAL || kept.shown != key && age >= EDIT_INTERVAL)
}

impl Context {
    /// The boards that are at work.
    pub(crate) async fn boards(&self) -> Result<Vec<BoardAt>, store::Error> {
        let active = self.store.active(Kind::Board).await?;
        let board = |each: store::Subscription| {
            Some(BoardAt { id: each.id, channel: each.channel, spec: self.kept.board(&each).ok()? })
        };
        Ok(active.into_iter().filter_map(board).collect())
    }

    /// What boards show, each drawn once for all that show the same.
    pub(crate) async fn draw_boards(&self, boards: &[BoardAt], reading: &Reading) -> Result<Drawn, store::Error> {
        let mut drawn = Drawn::new();
        for board in boards {
            if !drawn.contains_key(&board.spec) {
                let figures = self.board_view(&board.spec, reading).await?;
                let key = views::boards::shown(&figures);
                drawn.insert(board.spec.clone(), Arc::new((figures, key)));
            }
        }
        Ok(drawn)
    }

    /// The boards that do not show what they should, with what is kept of each.
    pub(crate) async fn boards_due<'a>(
        &self,
        boards: &'a [BoardAt],
        drawn: &Drawn,
        now: Timestamp,
    ) -> Result<Vec<(&'a BoardAt, Board)>, store::Error> {
        let kept = self.store.boards().await?;
        let mut kept: HashMap<i64, Board> = kept.into_iter().map(|board| (board.subscription, board)).collect();
        let due = boards.iter().filter_map(|board| {
            let (figures, key) = &**drawn.get(&board.spec)?;
            let kept = kept.remove(&board.id).unwrap_or_else(|| Board {
                subscription: board.id,
                message: None,
                stale: None,
                ordinal: 1,
                shown: String::new(),
                edited: Timestamp::UNIX_EPOCH,
            });
            is_due(&kept, figures, key, now).then_some((board, kept))
        });
        Ok(due.collect())
    }

    /// Brings a board up to date.
    pub(crate) async fn show_board(
        &self,
        fence: Fence,
        board: &BoardAt,
        kept: Board,
        drawn: &(BoardView, String),
    ) -> Result<Shown, store::Error> {
        let (figures, key) = drawn;
        let now = self.clock.now();
        let found = self.store.subscription(board.id).await?;
        let Some(found) = found.filter(|found| found.state == State::Active) else { return Ok(Shown::Done) };
        if self.is_orphaned(fence, &found).await? {
            let reason = views::orphans::reason("board");
            self.store.pause_orphaned(fence, found.creator, board.id, &reason, now).await?;
            return Ok(Shown::Done);
        }
        if let Some(stale) = kept.stale {
            if !self.deliverer.delete(fence, board.channel, stale).await? {
                return Ok(Shown::Later);
            }
            let tidied = Board { stale: None, ..kept };
            self.store.keep_board(fence, &tidied).await?;
            // What else there is to do is found in the next look.
            return Ok(Shown::Done);
        }
        let Some(id) = kept.message else { return self.post_board(fence, board, kept, drawn).await };
        let message = views::boards::board(board.id, kept.ordinal, figures, &self.desk());
        match self.deliverer.edit(fence, board.channel, id, &message).await? {
            Edited::Done => {
                self.unblocked(fence, board.id).await?;
                self.store.keep_board(fence, &Board { shown: key.clone(), edited: now, ..kept }).await?;
                Ok(Shown::Done)
            }
            Edited::Repost | Edited::TooOld => {
                // Somebody may have deleted it already, which is as good.
                let next = Board { message: None, stale: Some(id), ordinal: kept.ordinal + 1, ..kept };
                self.store.keep_board(fence, &next).await?;
                self.post_board(fence, board, next, drawn).await
            }
            Edited::Gone(reason) => {
                self.refuse(fence, board.id, board.channel, &reason).await?;
                Ok(Shown::Done)
            }
            Edited::Closed(reason) | Edited::Wrong(reason) | Edited::Failed(reason) => {
                Ok(self.blocked(fence, board.id, board.channel, &reason).await?.into())
            }
        }
    }

    async fn post_board(
        &self,
        fence: Fence,
        board: &BoardAt,
        kept: Board,
        (figures, shown): &(BoardView, String),
    ) -> Result<Shown, store::Error> {
        let now = self.clock.now();
        let message = views::boards::board(board.id, kept.ordinal, figures, &self.desk());
        let key = format!("b{}p{}", board.id, kept.ordinal);
        let claim = Claim { key: &key, subscription: Some(board.id), channel: board.channel, due: now };
        let delivery = self.store.claim(fence, &claim).await?;
        let outcome = match (delivery.state, delivery.message) {
            (DeliveryState::Posted, Some(id)) => Outcome::Posted(id),
            (DeliveryState::Claimed, _) => self.deliverer.post(fence, &delivery, &message).await?,
            _ => Outcome::Failed("an earlier attempt failed".to_owned()),
        };
        match outcome {
            Outcome::Posted(id) => {
                // Begun before the bot ended: what stands there is of then, and is edited soon.
                let shown = if delivery.began.is_some() { String::new() } else { shown.clone() };
                self.store.keep_board(fence, &Board { message: Some(id), shown, edited: now, ..kept }).await?;
                self.unblocked(fence, board.id).await?;
                Ok(Shown::Done)
            }
            Outcome::Gone(reason) => {
                self.refuse(fence, board.id, board.channel, &reason).await?;
                Ok(Shown::Done)
            }
            Outcome::Closed(reason) | Outcome::Later(reason) => {
                Ok(self.blocked(fence, board.id, board.channel, &reason).await?.into())
            }
            Outcome::Wrong(reason) => {
                self.store.keep_board(fence, &Board { ordinal: kept.ordinal + 1, ..kept }).await?;
                Ok(self.blocked(fence, board.id, board.channel, &reason).await?.into())
            }
            // Its key is spent; the next attempt has another.
            Outcome::Failed(_) => {
                self.store.keep_board(fence, &Board { ordinal: kept.ordinal + 1, ..kept }).await?;
                Ok(Shown::Later)
            }
        }
    }

    /// What a board shows: what was read now, else what was known last, with its age.
    pub(crate) async fn board_view(&self, spec: &BoardSpec, reading: &Reading) -> Result<BoardView, store::Error> {
        let collector = &self.collector;
        let stale = |poll: &Poll| {
            let at = poll.known_at(collector)?;
            (reading.failed.contains(poll) || reading.is_stale(at)).then_some(at)
        };
        let stale = spec.polls().iter().filter_map(stale).min();
        let lines = Lines {
            chats: self.line(Metric::ChatsWaiting, spec).await?,
            calls: self.line(Metric::CallsWaiting, spec).await?,
        };
        let desk = self.desk();
        let departments: Vec<String> = spec.department.iter().cloned().collect();
        let occasion = Occasion::Board { lines: &lines };
        let briefing = Briefing { collector, desk: &desk, departments: &departments, occasion };
        let mut parts = Vec::new();
        for link in &spec.parts {
            // Boards only use known answers, so this can't fail.
            parts.extend(brief(&briefing, link).await);
        }
        Ok(BoardView {
            department: spec.department.clone(),
            parts,
            at: reading.at,
            stale,
            down: reading.is_down(),
            why: reading.trouble.as_ref().and_then(views::outages::why),
        })
    }

    /// The history of a figure in steps of five minutes; a step without a sample has none.
    async fn line(&self, metric: Metric, spec: &BoardSpec) -> Result<Vec<Option<f64>>, store::Error> {
        let now = self.clock.now();
        let series = metric.series(spec.department.as_deref());
        let points = self.store.history(&series, now - LINE_SPAN, now, now).await?;
        let step = (LINE_SPAN / LINE_STEPS).as_secs();
        // Steps of the clock, not of now, so that the line moves once a step.
        let of = |at: Timestamp| at.as_second().div_euclid(step);
        let mut line = vec![None; usize::try_from(LINE_STEPS).unwrap_or_default()];
        for point in points {
            let place = i64::from(LINE_STEPS) - 1 - (of(now) - of(point.at));
            if let Some(value) = usize::try_from(place).ok().and_then(|place| line.get_mut(place)) {
                *value = Some(value.map_or(point.value, |value: f64| value.max(point.value)));
            }
        }
        Ok(line)
    }
}
