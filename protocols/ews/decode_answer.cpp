// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The rule behind every branch: what a peer does not say is unknown, and unknown is never free. An
// entry that should tell us something and does not is an error, not an empty calendar.
#include <algorithm>

#include "protocols/ews/names.hpp"
#include "protocols/ews/peer_error.hpp"
#include "protocols/ews/question.hpp"
#include "protocols/ews/read_view.hpp"
#include "protocols/ews/soap.hpp"

namespace fb::ews {
namespace {

using model::Availability;
using model::Error;
using model::ErrorKind;
using model::Result;

// A hundred mailboxes with a few hundred detailed events each.
constexpr wire::XmlLimits kAnswerLimits{
    .bytes_max = 16 * 1024 * 1024, .depth_max = 64, .elements_max = 600'000};

Error broken(const char* detail) { return Error::of(ErrorKind::peer_broken, detail); }

bool says_success(const pugi::xml_node& message) {
  // One server writes the code into the class. Warning is not success: something is missing then.
  const std::string_view response_class = message.attribute("ResponseClass").value();
  const std::string_view code = child_text(message, "ResponseCode");
  return (response_class == "Success" || response_class == "NoError") &&
         (code.empty() || code == "NoError");
}

Result<Availability> read_entry(const pugi::xml_node& entry, const UpstreamQuestion& question) {
  const pugi::xml_node message = wire::child(entry, "ResponseMessage");
  if (!message) return broken("an entry of the answer has no ResponseMessage");
  if (!says_success(message)) return error_of_message(message);
  const pugi::xml_node view = wire::child(entry, "FreeBusyView");
  if (!view) return broken("an entry of the answer says success and has no FreeBusyView");
  return read_free_busy_view(view, question);
}

// Some refusals of the whole request come as an ordinary answer with one message for all.
std::optional<Error> refusal_of_all(const pugi::xml_node& response) {
  pugi::xml_node message = wire::child(response, "ResponseMessage");
  if (!message) message = wire::first_element(wire::child(response, "ResponseMessages"));
  if (!message || says_success(message)) return std::nullopt;
  return error_of_message(message);
}

}  // namespace

Result<std::vector<Result<Availability>>> decode_answer(std::string_view body,
                                                        const UpstreamQuestion& question) {
  const auto document = wire::XmlDocument::parse(body, kAnswerLimits);
  if (!document)
    return Error::of(ErrorKind::peer_broken, "the answer is no XML: " + document.error().detail());
  const auto envelope = open_envelope(*document);
  if (!envelope) return broken("the answer is no SOAP envelope");
  const pugi::xml_node& response = envelope->payload;
  if (wire::local_name(response) == "Fault") return error_of_fault(response);
  if (wire::local_name(response) != "GetUserAvailabilityResponse")
    return broken("the answer is to another question");
  const pugi::xml_node array = wire::child(response, "FreeBusyResponseArray");
  if (!array) {
    if (auto error = refusal_of_all(response)) return std::move(*error);
    return broken("the answer has no FreeBusyResponseArray");
  }
  std::vector<Result<Availability>> entries;
  entries.reserve(question.mailboxes.size());
  for (auto entry = wire::first_element(array); entry; entry = wire::next_element(entry)) {
    // Entries are told apart by their place alone, so one too many makes all of them doubtful.
    if (entries.size() == question.mailboxes.size())
      return broken("the answer has more entries than mailboxes were asked for");
    entries.push_back(read_entry(entry, question));
  }
  if (entries.size() != question.mailboxes.size())
    return broken("the answer has fewer entries than mailboxes were asked for");
  return entries;
}

}  // namespace fb::ews
