//! One file per command: facts → law → change → sequencer.
