//! Native dialogs: the paths a person chooses stay on this side of the border.

use std::path::PathBuf;
use std::pin::Pin;

use estafette_api::FileDialogs;
use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tokio::sync::oneshot;

use crate::launch::Driven;

type Answer<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The dialogs of the person's own desktop.
pub(crate) struct NativeDialogs<R: Runtime>(AppHandle<R>);

impl<R: Runtime> NativeDialogs<R> {
    pub(crate) fn new(app: AppHandle<R>) -> Self {
        Self(app)
    }
}

impl<R: Runtime> FileDialogs for NativeDialogs<R> {
    fn choose_files(&self) -> Answer<Vec<PathBuf>> {
        let (answer, chosen) = oneshot::channel();
        self.0.dialog().file().pick_files(move |paths| {
            let paths = paths.into_iter().flatten().filter_map(|path: FilePath| path.into_path().ok()).collect();
            let _page_gone = answer.send(paths);
        });
        Box::pin(async move { chosen.await.unwrap_or_default() })
    }

    fn choose_place(&self, suggested_name: &str) -> Answer<Option<PathBuf>> {
        let (answer, chosen) = oneshot::channel();
        self.0.dialog().file().set_file_name(suggested_name).save_file(move |path| {
            let _page_gone = answer.send(path.and_then(|path| path.into_path().ok()));
        });
        Box::pin(async move { chosen.await.ok().flatten() })
    }
}

/// What a test driver answers in the place of a person.
pub(crate) struct DrivenDialogs(Driven);

impl DrivenDialogs {
    pub(crate) fn new(driven: Driven) -> Self {
        Self(driven)
    }
}

impl FileDialogs for DrivenDialogs {
    fn choose_files(&self) -> Answer<Vec<PathBuf>> {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&self.0.files_to_join).into_iter().flatten().flatten().map(|file| file.path()).collect();
        files.sort();
        Box::pin(std::future::ready(files))
    }

    fn choose_place(&self, suggested_name: &str) -> Answer<Option<PathBuf>> {
        Box::pin(std::future::ready(Some(self.0.save_folder.join(suggested_name))))
    }
}
