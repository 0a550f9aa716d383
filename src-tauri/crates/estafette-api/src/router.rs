//! From a command's name to its handler: made from the contract's table, so that a command without handler does not
//! compile.

use estafette_contract::{command_table, *};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Api;
use crate::fault;

macro_rules! routes {
    ($($name:ident($args:ty) -> $reply:ty, [$($window:ident),*];)*) => {
        /// Answers the command called `name`.
        pub(crate) async fn route(api: &Api, name: &str, arguments: Value) -> Result<Value, ApiError> {
            match name {
                $(stringify!($name) => {
                    let arguments: $args = read(arguments)?;
                    let reply: $reply = api.$name(arguments).await?;
                    serde_json::to_value(reply).map_err(|_| fault::internal("a reply could not be written"))
                })*
                _ => Err(fault::bad_request("no such command")),
            }
        }
    };
}
command_table!(routes);

fn read<T: DeserializeOwned>(arguments: Value) -> Result<T, ApiError> {
    serde_json::from_value(arguments).map_err(|_| fault::bad_request("the arguments do not fit the command"))
}
