// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A home tenant's mailboxes on an Exchange server of its own, by EWS with a service account or as
// an application. It has no personal rights, so Exchange itself applies the Default right of each
// calendar.
//
// What is refused with 401 is renewed, where it can be, and the question asked once more.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "gateway/identity/source_credentials.hpp"
#include "gateway/upstream/answers.hpp"

namespace fb::upstream {

// The references must outlive the wait.
boost::asio::awaitable<Answers> ask_ews_source(const UpstreamQuestion& question,
                                               const config::Snapshot& snapshot,
                                               const config::Tenant& tenant,
                                               const config::CalendarSource& source,
                                               identity::SourceCredentials& credentials,
                                               net::HttpClient& http, async::Deadline deadline);

}  // namespace fb::upstream
