//! What a fault of an object or a tree means for the record that names it.

use crate::trail::object::Unusable;
use crate::trail::tree::TreeFault;
use crate::trail::verdict::{Finding, Verdict};

/// An absent object leaves a record unjudged; a false one breaks it.
pub(super) fn of_object(fault: &Unusable) -> Finding {
    let (code, verdict) = match fault {
        Unusable::Absent(_) => ("object-absent", Verdict::Incomplete),
        Unusable::Damaged(damaged) if damaged.too_large => {
            ("object-too-large", Verdict::Incomplete)
        }
        Unusable::Damaged(_) | Unusable::WrongId(_) | Unusable::WrongKind { .. } => {
            ("object-damaged", Verdict::Invalid)
        }
    };
    Finding { code, verdict, message: fault.to_string(), path: None }
}

pub(super) fn of_tree(fault: &TreeFault) -> Finding {
    let code = match fault {
        TreeFault::Unusable(fault) => return of_object(fault),
        TreeFault::Grammar(_) | TreeFault::Order(_) | TreeFault::Depth => "noncanonical-tree",
        TreeFault::TooMany => {
            return Finding {
                code: "too-many-files",
                verdict: Verdict::Incomplete,
                message: fault.to_string(),
                path: None,
            };
        }
        TreeFault::Name { .. } => "unsafe-name",
        TreeFault::Submodule(_) => "submodule",
    };
    Finding { code, verdict: Verdict::Invalid, message: fault.to_string(), path: None }
}
