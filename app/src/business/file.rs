//! Taking the picture of a business's evidence in, with what was chosen beside it. Invariant: the bytes are judged by the
//! service alone; nothing is read from whoever may not send it.

use super::flow::{self, PICTURE, page_address};
use crate::shell::{
    Flash, UiError,
    request::Request,
    upload::{self, Sent, leave},
};
use axum::{extract::Multipart, response::Response};
use domain::{
    business::{EVIDENCE, Filing},
    form::Problem,
    proxy::PAPER,
};
use services::document::{BYTES_MAX, TOO_LARGE, Upload};

/// The page it is sent from.
const EVIDENCE_PAGE: &str = "evidence";

/// `POST /register/business-file/{filing}`. The body's size is limited by the route.
pub async fn receive(request: Request, filing: String, multipart: Multipart) -> Response {
    let filing = match flow::from_form(&filing) {
        Ok(filing) => filing,
        Err(error) => return leave(&request, Flash::to("/register/business").failed(error)).await,
    };
    let page = page_address(filing, EVIDENCE_PAGE);
    if let Err(error) = flow::may_fill(&request, filing).await {
        return leave(&request, Flash::to(page).failed(error)).await;
    }
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let kept = keep(&request, filing, sent).await;
    leave(&request, kept.unwrap_or_else(|error| Flash::to(page).failed(error))).await
}

/// Saves what was chosen, then the picture.
async fn keep(request: &Request, filing: Filing, sent: Sent) -> Result<Flash, UiError> {
    let then = sent.text("then").to_owned();
    let Sent { typed, file, .. } = sent;
    let page = || page_address(filing, EVIDENCE_PAGE);
    let mine = match file {
        Upload::Bytes(_) => flow::begin(request, filing, false).await?,
        Upload::Missing | Upload::TooLarge => flow::keep(request, filing, EVIDENCE_PAGE, &typed).await?,
    };
    match file {
        Upload::Missing if then == "stay" => {
            return Ok(Flash::to(page()).failed(UiError::beside(PICTURE, Problem::NoPicture)));
        }
        Upload::Missing => {}
        Upload::TooLarge => return Ok(Flash::to(page()).failed(UiError::of(TOO_LARGE).of_picture(PICTURE))),
        Upload::Bytes(bytes) => {
            services::application::save_business_page(&mine.call, mine.id, EVIDENCE_PAGE, &typed).await?;
            let put = services::application::put_file_from(&mine.call, mine.id, EVIDENCE, bytes, &request.client).await;
            if let Err(error) = put {
                return Ok(Flash::to(page()).failed(UiError::from(error).of_picture(PICTURE)));
            }
            if then == "stay" {
                return Ok(Flash::to(page()).done("picture_saved"));
            }
        }
    }
    flow::after_page(request, filing, EVIDENCE_PAGE, &then).await
}

/// Whose application the picture at `/register/business-file/{filing}` is of.
pub async fn mine(request: &Request, filing: &str) -> Result<crate::application::mine::Mine, UiError> {
    flow::mine(request, flow::from_form(filing)?).await
}

/// `POST /register/business-file/{filing}/consent`: the consent a business signed, from whoever files for it.
pub async fn receive_paper(request: Request, filing: String, multipart: Multipart) -> Response {
    let page = flow::from_form(&filing).map(flow::check_address);
    let kept = match flow::from_form(&filing) {
        Ok(filing) => flow::mine(&request, filing).await,
        Err(error) => Err(error),
    };
    let page = page.unwrap_or_else(|_| "/register/business".to_owned());
    // Nothing is read from whoever has no application to send it with.
    let mine = match kept {
        Ok(mine) => mine,
        Err(error) => return leave(&request, Flash::to(page).failed(error)).await,
    };
    let sent = match upload::read(multipart, BYTES_MAX).await {
        Ok(sent) => sent,
        Err(answer) => return answer,
    };
    let flash = match sent.file {
        Upload::Missing => Flash::to(page).failed(UiError::beside(PAPER, Problem::NoPicture)),
        Upload::TooLarge => Flash::to(page).failed(UiError::of(TOO_LARGE).of_picture(PAPER)),
        Upload::Bytes(bytes) => {
            match services::application::put_file_from(&mine.call, mine.id, PAPER, bytes, &request.client).await {
                Ok(_) => Flash::to(page).done("picture_saved"),
                Err(error) => Flash::to(page).failed(UiError::from(error).of_picture(PAPER)),
            }
        }
    };
    leave(&request, flash).await
}
