//! Signatures and texts to start from.

use estafette_contract::{
    ApiError, Done, SignatureRead, SignatureView, SignatureWrite, TemplateDelete, TemplateList, TemplateRef,
    TemplateView, TemplateWrite,
};
use estafette_model::MailboxId;
use estafette_store::TemplateId;

use crate::Api;
use crate::fault::api_error;

impl Api {
    pub(crate) async fn signature_read(&self, asked: SignatureRead) -> Result<SignatureView, ApiError> {
        let signature = self.engine().await?.signature(MailboxId::new(asked.mailbox.0)).map_err(|e| api_error(&e))?;
        Ok(SignatureView {
            preview: signature.lines(),
            mailbox: signature.mailbox,
            person: signature.person.map(|(_, text)| text),
            person_signs: signature.person_signs,
        })
    }

    pub(crate) async fn signature_write(&self, asked: SignatureWrite) -> Result<Done, ApiError> {
        let mailbox = asked.mailbox.map(|mailbox| MailboxId::new(mailbox.0));
        self.engine().await?.set_signature(mailbox, &asked.text).map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn template_list(&self, asked: TemplateList) -> Result<Vec<TemplateView>, ApiError> {
        let templates = self.engine().await?.templates(MailboxId::new(asked.mailbox.0)).map_err(|e| api_error(&e))?;
        let view = |template: estafette_store::TextTemplate| TemplateView {
            id: TemplateRef(template.id.get()),
            name: template.name,
            text: template.text,
        };
        Ok(templates.into_iter().map(view).collect())
    }

    pub(crate) async fn template_write(&self, asked: TemplateWrite) -> Result<Done, ApiError> {
        let template = asked.template.map(|template| TemplateId::new(template.0));
        let mailbox = MailboxId::new(asked.mailbox.0);
        let engine = self.engine().await?;
        engine.write_template(template, mailbox, &asked.name, &asked.text).map_err(|error| api_error(&error))?;
        Ok(Done {})
    }

    pub(crate) async fn template_delete(&self, asked: TemplateDelete) -> Result<Done, ApiError> {
        let (template, mailbox) = (TemplateId::new(asked.template.0), MailboxId::new(asked.mailbox.0));
        self.engine().await?.delete_template(template, mailbox).map_err(|error| api_error(&error))?;
        Ok(Done {})
    }
}
