//! Boards: a message that shows how things are, edited when what it shows changes.

use std::collections::HashMap;

use futures_util::FutureExt as _;
use jiff::SignedDuration;
use store::{Board, Claim, DeliveryState, Fence, Kind};
use views::boards::{BoardFigures, Lines};

use crate::{
    deliver::{Edited, Outcome},
    metric::Metric,
    notifier::Notifier,
    question::Question,
    spec::BoardSpec,
    watch::{Reading, content, latest},
};

/// How far back its lines go, and how many steps they have.
const LINES: SignedDuration = SignedDuration::from_hours(3);
const STEPS: i32 = 36;

/// The least time between two edits of a board.
const REST: SignedDuration = SignedDuration::from_secs(15);

/// A board that is at work.
#[derive(Clone, Debug)]
pub(crate) struct BoardAt {
    pub(crate) id: i64,
    pub(crate) channel: u64,
    pub(crate) spec: BoardSpec,
}

impl BoardSpec {
    /// What it shows comes from these.
    pub(crate) fn questions(&self) -> [Question; 4] {
        let department = || self.department.clone();
        [Question::Chats(department()), Question::Calls(department()), Question::Departments, Question::Agents]
    }
}

impl Notifier {
    /// The boards that are at work.
    pub(crate) async fn boards(&self) -> Result<Vec<BoardAt>, store::Error> {
        let active = self.store.active(Kind::Board).await?;
        let board = |each: store::Subscription| {
            let spec = serde_json::from_str(&each.spec)
                .inspect_err(|error| tracing::error!(board.id = each.id, error = %error, "can't read a board"));
            Some(BoardAt { id: each.id, channel: each.channel, spec: spec.ok()? })
        };
        Ok(active.into_iter().filter_map(board).collect())
    }

    /// Brings every board up to date. Those that show the same are drawn from the same figures.
    pub(crate) async fn show_boards(
        &self,
        fence: Fence,
        boards: &[BoardAt],
        reading: &Reading,
    ) -> Result<(), store::Error> {
        let kept: HashMap<i64, Board> =
            self.store.boards().await?.into_iter().map(|board| (board.subscription, board)).collect();
        let mut figures: HashMap<&BoardSpec, BoardFigures> = HashMap::new();
        for board in boards {
            if !figures.contains_key(&board.spec) {
                figures.insert(&board.spec, self.board_figures(&board.spec, reading).await?);
            }
        }
        let shown = boards.iter().filter_map(|board| {
            let figures = figures.get(&board.spec)?;
            Some(self.show_board(fence, board, kept.get(&board.id).cloned(), figures).boxed())
        });
        for outcome in crate::all_at_once(shown.collect()).await {
            outcome?;
        }
        Ok(())
    }

    async fn show_board(
        &self,
        fence: Fence,
        board: &BoardAt,
        kept: Option<Board>,
        figures: &BoardFigures,
    ) -> Result<(), store::Error> {
        let now = self.clock.now();
        let key = views::boards::shown(figures);
        let kept = kept.unwrap_or(Board {
            subscription: board.id,
            message: None,
            ordinal: 1,
            shown: String::new(),
            edited: jiff::Timestamp::UNIX_EPOCH,
        });
        let message = || views::boards::board(board.id, kept.ordinal, figures, &self.desk());
        let Some(id) = kept.message else {
            return self.post_board(fence, board, kept.clone(), key, &message()).await;
        };
        if kept.shown == key || now.duration_since(kept.edited).abs() < REST {
            return Ok(());
        }
        match self.deliverer.edit(board.channel, id, &message()).await {
            Edited::Done => self.store.keep_board(fence, &Board { shown: key, edited: now, ..kept }).await,
            edited @ (Edited::Gone | Edited::TooOld) => {
                if edited == Edited::TooOld {
                    self.deliverer.delete(board.channel, id).await;
                }
                let anew = Board { message: None, ordinal: kept.ordinal + 1, ..kept };
                self.store.keep_board(fence, &anew).await?;
                let message = views::boards::board(board.id, anew.ordinal, figures, &self.desk());
                self.post_board(fence, board, anew, key, &message).await
            }
            Edited::Refused(reason) => self.refuse(fence, board.id, board.channel, &reason).await,
            Edited::Failed(reason) => {
                tracing::warn!(board.id, reason, "a board can't be edited; trying again");
                Ok(())
            }
        }
    }

    async fn post_board(
        &self,
        fence: Fence,
        board: &BoardAt,
        kept: Board,
        shown: String,
        message: &views::Message,
    ) -> Result<(), store::Error> {
        let now = self.clock.now();
        let key = format!("b{}p{}", board.id, kept.ordinal);
        let claim = Claim { key: &key, subscription: Some(board.id), channel: board.channel, due: now };
        let delivery = self.store.claim(fence, &claim).await?;
        let outcome = match (delivery.state, delivery.message) {
            (DeliveryState::Posted, Some(id)) => Outcome::Posted(id),
            (DeliveryState::Claimed, _) => self.deliverer.post(fence, &delivery, message).await?,
            _ => Outcome::Failed("it failed before".to_owned()),
        };
        match outcome {
            Outcome::Posted(id) => {
                // Begun before the bot ended: what stands there is of then, and is edited soon.
                let shown = if delivery.began.is_some() { String::new() } else { shown };
                self.store.keep_board(fence, &Board { message: Some(id), shown, edited: now, ..kept }).await
            }
            Outcome::Refused(reason) => self.refuse(fence, board.id, board.channel, &reason).await,
            Outcome::Later(_) => Ok(()),
            // Its key is spent; the next attempt has another.
            Outcome::Wrong(_) | Outcome::Failed(_) => {
                self.store.keep_board(fence, &Board { ordinal: kept.ordinal + 1, ..kept }).await
            }
        }
    }

    /// What a board shows: what was read now, else what was known last, with its age.
    pub(crate) async fn board_figures(
        &self,
        spec: &BoardSpec,
        reading: &Reading,
    ) -> Result<BoardFigures, store::Error> {
        let [chats, calls, departments, agents] = spec
            .questions()
            .map(|question| (latest(self, reading, &question), reading.answered.contains_key(&question)));
        let stale = [&chats, &calls, &departments, &agents]
            .into_iter()
            .filter(|(known, fresh)| known.is_some() && !fresh)
            .filter_map(|(known, _)| known.as_ref().map(|known| known.at))
            .min();
        let lines = Lines {
            chats: self.line(Metric::ChatsWaiting, spec).await?,
            calls: self.line(Metric::CallsWaiting, spec).await?,
        };
        Ok(BoardFigures {
            department: spec.department.clone(),
            chats: content!(chats.0, Chats).cloned(),
            calls: content!(calls.0, Calls).cloned(),
            departments: content!(departments.0, Departments).cloned().unwrap_or_default(),
            agents: content!(agents.0, Agents).cloned().unwrap_or_default(),
            lines,
            at: reading.at,
            stale,
            down: reading.down,
        })
    }

    /// The history of a figure in steps of five minutes; a step without a sample has none.
    async fn line(&self, metric: Metric, spec: &BoardSpec) -> Result<Vec<Option<f64>>, store::Error> {
        let now = self.clock.now();
        let series = metric.series(spec.department.as_deref());
        let points = self.store.history(&series, now - LINES, now, now).await?;
        let step = (LINES / STEPS).as_secs();
        // Steps of the clock, not of now, so that the line moves once a step.
        let of = |at: jiff::Timestamp| at.as_second().div_euclid(step);
        let mut line = vec![None; usize::try_from(STEPS).unwrap_or_default()];
        for point in points {
            let place = i64::from(STEPS) - 1 - (of(now) - of(point.at));
            if let Some(value) = usize::try_from(place).ok().and_then(|place| line.get_mut(place)) {
                *value = Some(value.map_or(point.value, |value: f64| value.max(point.value)));
            }
        }
        Ok(line)
    }
}
