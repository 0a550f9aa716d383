//! A link of a letter, opened in the browser of the desktop: where that is allowed, after a person saw where it leads.

use estafette_contract::{ApiError, Done, ErrorCode, LinkOpen};

use crate::Api;
use crate::fault::{api_error, bad_request, plain};

impl Api {
    pub(crate) async fn link_open(&self, asked: LinkOpen) -> Result<Done, ApiError> {
        let settings = self.engine().await?.settings().map_err(|error| api_error(&error))?;
        if !settings.open_links.value {
            return Err(bad_request("links are not opened here"));
        }
        let url = self.last_link.take(asked.link).ok_or_else(|| plain(ErrorCode::Gone))?;
        self.opening.browser.open(&url).map_err(|_| plain(ErrorCode::NoBrowser))?;
        Ok(Done {})
    }
}
