//! The one table of commands. It feeds the permission manifest (`src-tauri/build.rs`), the router (`estafette-api`) and
//! the page's types.

use serde::Serialize;

/// A kind of window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Window {
    /// The main window.
    Main,
}

impl Window {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::Main];

    /// The label Tauri knows it by.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Main => "main",
        }
    }
}

/// One command and the windows that may call it.
#[derive(Clone, Copy, Debug)]
pub struct CommandSpec {
    /// `noun_verb`.
    pub name: &'static str,
    /// Who may call it.
    pub windows: &'static [Window],
}

/// Calls `$callback!` with the whole table: `name(Args) -> Reply, [Window…];` lines.
#[macro_export]
macro_rules! command_table {
    ($callback:ident) => {
        $callback! {
            app_read(AppRead) -> AppView, [Main];
            app_shown(AppShown) -> Done, [Main];
            app_leave(AppLeave) -> Done, [Main];
            profile_open(ProfileOpen) -> Done, [Main];
            profile_protect(ProfileProtect) -> Done, [Main];
            profile_start_anew(ProfileStartAnew) -> Done, [Main];
            keyring_answer(KeyringAnswer) -> Done, [Main];
            session_lock(SessionLock) -> Done, [Main];
            session_unlock(SessionUnlock) -> Done, [Main];
            session_prolong(SessionProlong) -> Done, [Main];
            code_change(CodeChange) -> Done, [Main];
            settings_read(SettingsRead) -> SettingsView, [Main];
            setting_change(SettingChange) -> Done, [Main];
            person_choose(PersonChoose) -> Done, [Main];
            password_submit(PasswordSubmit) -> Done, [Main];
            mailbox_sync(MailboxSync) -> Done, [Main];
            texts_pause(TextsPause) -> Done, [Main];
            folder_list(FolderList) -> Vec<FolderView>, [Main];
            folder_opened(FolderOpened) -> Done, [Main];
            folder_create(FolderCreate) -> FolderCreated, [Main];
            folder_rename(FolderRename) -> Done, [Main];
            folder_move(FolderMove) -> Done, [Main];
            folder_delete(FolderDelete) -> FolderDeleted, [Main];
            thread_list(ThreadList) -> ThreadPage, [Main];
            thread_select(ThreadSelect) -> ThreadsSelected, [Main];
            thread_search(ThreadSearch) -> ThreadsFound, [Main];
            thread_open(ThreadOpen) -> ThreadView, [Main];
            thread_close(ThreadClose) -> Done, [Main];
            thread_find(ThreadFind) -> ThreadFound, [Main];
            thread_mark(ThreadMark) -> Marked, [Main];
            thread_move(ThreadMove) -> Moved, [Main];
            message_mark(MessageMark) -> Done, [Main];
            message_move(MessageMove) -> Moved, [Main];
            message_answer(MessageAnswer) -> DraftStarted, [Main];
            receipt_answer(ReceiptAnswer) -> Done, [Main];
            attachment_view(AttachmentView) -> AttachmentShown, [Main];
            attachment_close(AttachmentClose) -> Done, [Main];
            attachment_save(AttachmentSave) -> AttachmentSaved, [Main];
            attachment_read(AttachmentRead) -> Done, [Main];
            link_open(LinkOpen) -> Done, [Main];
            thread_print(ThreadPrint) -> Printed, [Main];
            thread_export(ThreadExport) -> Saved, [Main];
            audit_list(AuditList) -> AuditPage, [Main];
            audit_export(AuditExport) -> Saved, [Main];
            draft_create(DraftCreate) -> DraftStarted, [Main];
            draft_list(DraftList) -> Vec<DraftRow>, [Main];
            draft_list_foreign(DraftList) -> Vec<ForeignDraftRow>, [Main];
            draft_take_up(DraftTakeUp) -> DraftStarted, [Main];
            draft_read(DraftRead) -> DraftView, [Main];
            draft_open(DraftRead) -> DraftView, [Main];
            draft_close(DraftRead) -> Done, [Main];
            draft_interrupted(DraftInterrupted) -> Vec<InterruptedDraft>, [Main];
            draft_save(DraftSave) -> DraftSaved, [Main];
            draft_delete(DraftRead) -> Done, [Main];
            draft_attach(DraftAttach) -> DraftView, [Main];
            draft_detach(DraftDetach) -> DraftView, [Main];
            draft_send(DraftSend) -> DraftQueued, [Main];
            signature_read(SignatureRead) -> SignatureView, [Main];
            signature_write(SignatureWrite) -> Done, [Main];
            template_list(TemplateList) -> Vec<TemplateView>, [Main];
            template_write(TemplateWrite) -> Done, [Main];
            template_delete(TemplateDelete) -> Done, [Main];
            recipient_check(RecipientCheck) -> RecipientsChecked, [Main];
            outbox_list(OutboxList) -> Vec<OutboxView>, [Main];
            outbox_retry(OutboxRetry) -> Done, [Main];
            outbox_withdraw(OutboxWithdraw) -> Withdrawn, [Main];
            undelivered_list(UndeliveredList) -> Vec<UndeliveredView>, [Main];
            undelivered_dismiss(UndeliveredDismiss) -> Done, [Main];
        }
    };
}

macro_rules! specs {
    ($($name:ident($args:ty) -> $reply:ty, [$($window:ident),*];)*) => {
        /// Every routed command, and `events_open`, which the shell answers itself because its argument is a channel.
        pub const COMMANDS: &[CommandSpec] = &[
            CommandSpec { name: "events_open", windows: &[Window::Main] },
            $(CommandSpec { name: stringify!($name), windows: &[$(Window::$window),*] },)*
        ];
    };
}
command_table!(specs);

/// The commands answered while the screen is locked. None of them tells anything of a letter; the ways out of a closed profile
/// refuse by themselves where the profile is open.
pub const ANSWERED_WHILE_LOCKED: [&str; 8] = [
    "app_read",
    "app_leave",
    "settings_read",
    "session_lock",
    "session_unlock",
    "profile_open",
    "profile_protect",
    "profile_start_anew",
];

/// The commands a window may call.
pub fn commands_of(window: Window) -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().filter(move |spec| spec.windows.contains(&window)).map(|spec| spec.name)
}
