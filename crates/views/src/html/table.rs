//! Tables: a row whose cells hold a line each is one line, all else is as if there were no table. Mails are laid out in tables, so a
//! cell with more than a line in it, or with a table, is no cell.

use std::mem::take;

use super::fold::Line;

/// What parts two cells.
const PARTED: &str = " │ ";

/// Tables within more tables than this count as none.
const MAX_DEPTH: usize = 64;

/// The tables that are open.
#[derive(Debug, Default)]
pub(super) struct Tables {
    open: Vec<Table>,
    /// Tables that are open beyond [`MAX_DEPTH`].
    deeper: usize,
}

#[derive(Debug, Default)]
struct Table {
    /// A row was seen that has several cells with words in them: empty ones keep their place.
    is_grid: bool,
    row: Row,
}

/// The row that is being read.
#[derive(Debug, Default)]
struct Row {
    /// What the cells hold so far.
    cells: Vec<Option<Line>>,
    /// Lines are passed on as they come.
    is_loose: bool,
}

impl Tables {
    /// A table begins. What the row around it holds so far comes out: it is no row of cells.
    pub(super) fn begin(&mut self) -> Vec<Line> {
        let before = self.loosen();
        if self.open.len() < MAX_DEPTH {
            self.open.push(Table::default());
        } else {
            self.deeper += 1;
        }
        before
    }

    /// A table ends.
    pub(super) fn end(&mut self) -> Vec<Line> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return Vec::new();
        }
        let row = self.row();
        self.open.pop();
        row
    }

    /// A row begins or ends.
    pub(super) fn row(&mut self) -> Vec<Line> {
        let Some(table) = self.current() else { return Vec::new() };
        let Row { cells, .. } = take(&mut table.row);
        let filled = cells.iter().flatten().count();
        table.is_grid |= filled > 1;
        if filled <= 1 && !table.is_grid {
            return cells.into_iter().flatten().collect();
        }
        joined(cells).into_iter().collect()
    }

    /// A cell begins.
    pub(super) fn cell(&mut self) {
        if let Some(table) = self.current().filter(|table| !table.row.is_loose) {
            table.row.cells.push(None);
        }
    }

    /// Whether a line would stand in a cell.
    pub(super) fn holds(&self) -> bool {
        self.deeper == 0 && self.open.last().is_some_and(|table| !table.row.is_loose && !table.row.cells.is_empty())
    }

    /// Takes a line into the cell. It comes out again, with those before it, where the cell has one already.
    pub(super) fn line(&mut self, line: Line) -> Vec<Line> {
        if !self.holds() {
            return vec![line];
        }
        if let Some(cell @ None) = self.open.last_mut().and_then(|table| table.row.cells.last_mut()) {
            *cell = Some(line);
            return Vec::new();
        }
        let mut lines = self.loosen();
        lines.push(line);
        lines
    }

    /// Makes the row no row of cells, because something begins in it that is no line.
    pub(super) fn loosen(&mut self) -> Vec<Line> {
        match self.current() {
            Some(table) if !table.row.cells.is_empty() => {
                table.row.is_loose = true;
                take(&mut table.row.cells).into_iter().flatten().collect()
            }
            _ => Vec::new(),
        }
    }

    fn current(&mut self) -> Option<&mut Table> {
        if self.deeper > 0 { None } else { self.open.last_mut() }
    }
}

/// The cells as one line, up to the last that is not empty.
fn joined(cells: Vec<Option<Line>>) -> Option<Line> {
    let last = cells.iter().rposition(Option::is_some)?;
    let mut whole = Line::default();
    for (index, cell) in cells.into_iter().take(last + 1).enumerate() {
        if index > 0 {
            let parted =
                if whole.markdown.is_empty() || whole.markdown.ends_with(' ') { PARTED.trim_start() } else { PARTED };
            whole.append(parted, parted);
        }
        if let Some(cell) = cell {
            whole.append(&cell.markdown, &cell.plain);
        }
    }
    Some(whole)
}
