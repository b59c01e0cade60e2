// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/split_upstream.hpp"

#include <algorithm>
#include <utility>

#include "gateway/upstream/answers.hpp"
#include "gateway/upstream/stitch.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace {

using model::Availability;
using model::Error;
using model::ErrorKind;
using model::Permit;
using model::Result;
using model::TimeWindow;

// What the parts of one question have in common.
struct Asking {
  const UpstreamQuestion& question;
  std::shared_ptr<const config::Snapshot> snapshot;
  net::HttpClient& http;
  async::Deadline deadline;
  std::size_t parts_left = kPartsMax;
  std::chrono::microseconds upstream_time{0};
};

bool is(const Result<Availability>& answer, ErrorKind kind) {
  return !answer && answer.error().kind() == kind;
}

bool wants_less_time(const Result<Availability>& answer) {
  return is(answer, ErrorKind::result_too_big) || is(answer, ErrorKind::window_too_long);
}

// Our own limits keep the words for a caller who asks too much; a peer that still refuses when
// there is nothing to take away is broken.
void settle(Result<Availability>& answer) {
  if (is(answer, ErrorKind::window_too_long) || is(answer, ErrorKind::mailbox_list_too_long)) {
    answer = Error::from_peer(ErrorKind::peer_broken,
                              "the peer refuses the smallest question: " + answer.error().detail(),
                              answer.error().peer_text());
  }
}

TimeWindow at_least(const TimeWindow& window, std::chrono::seconds length) {
  if (window.length() >= length) return window;
  const auto longer = TimeWindow::span(window.begin(), window.begin() + length);
  return longer ? *longer : window;
}

class SplitUpstream final : public CalendarUpstream {
 public:
  explicit SplitUpstream(std::unique_ptr<CalendarUpstream> inner) : inner_(std::move(inner)) {}

  std::size_t mailboxes_per_call_max(const model::Route& route,
                                     const config::Snapshot& snapshot) const override {
    return inner_->mailboxes_per_call_max(route, snapshot);
  }
  std::chrono::days window_per_call_max(const model::Route& route,
                                        const config::Snapshot& snapshot) const override {
    return inner_->window_per_call_max(route, snapshot);
  }

  asio::awaitable<UpstreamAnswer> ask(UpstreamQuestion question,
                                      std::shared_ptr<const config::Snapshot> snapshot,
                                      net::HttpClient& http, async::Deadline deadline) override {
    UpstreamAnswer answer;
    if (question.permits.empty()) co_return answer;
    Asking asking{question, std::move(snapshot), http, deadline};
    const TimeWindow window = at_least(question.window, kWindowMin);
    answer.mailboxes = co_await ask_window(asking, question.permits, window, 0);
    answer.upstream_time = asking.upstream_time;
    for (Result<Availability>& mailbox : answer.mailboxes) {
      settle(mailbox);
      if (mailbox && window != question.window) {
        mailbox = narrowed(std::move(*mailbox), question.window);
      }
    }
    co_return answer;
  }

 private:
  asio::awaitable<Answers> ask_window(Asking& asking, std::vector<Permit> permits,
                                      TimeWindow window, int halvings);
  asio::awaitable<Answers> ask_list(Asking& asking, std::vector<Permit> permits, TimeWindow window);
  asio::awaitable<void> ask_halves(Asking& asking, const std::vector<Permit>& permits,
                                   TimeWindow window, int halvings, std::vector<std::size_t> which,
                                   Answers& into);

  std::unique_ptr<CalendarUpstream> inner_;
};

// A window for those permits; whoever has too much in it is asked for in halves.
asio::awaitable<Answers> SplitUpstream::ask_window(Asking& asking, std::vector<Permit> permits,
                                                   TimeWindow window, int halvings) {
  const auto longest = inner_->window_per_call_max(permits.front()->route, *asking.snapshot);
  Answers answers;
  if (window.length() > longest && halvings < kHalvingsMax) {
    answers = for_everybody(permits.size(), Error::of(ErrorKind::window_too_long));
  } else {
    answers = co_await ask_list(asking, permits, window);
  }
  std::vector<std::size_t> again;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (wants_less_time(answers[i])) again.push_back(i);
  }
  if (!again.empty() && halvings < kHalvingsMax && window.length() >= kHalvedWindowMin) {
    co_await ask_halves(asking, permits, window, halvings + 1, std::move(again), answers);
  }
  co_return answers;
}

// One question, or as many as the peer's own limit on the list makes of it.
asio::awaitable<Answers> SplitUpstream::ask_list(Asking& asking, std::vector<Permit> permits,
                                                 TimeWindow window) {
  if (asking.parts_left == 0) {
    co_return for_everybody(
        permits.size(),
        Error::of(ErrorKind::result_too_big, "the question would become too many smaller ones"));
  }
  --asking.parts_left;
  UpstreamQuestion part{permits, window, asking.question.trail, asking.question.correlation,
                        asking.question.trace};
  UpstreamAnswer answer =
      co_await inner_->ask(std::move(part), asking.snapshot, asking.http, asking.deadline);
  asking.upstream_time += answer.upstream_time;
  if (answer.mailboxes.size() != permits.size()) {
    co_return for_everybody(
        permits.size(),
        Error::of(ErrorKind::internal, "an upstream gave another number of answers"));
  }
  const bool list_refused =
      permits.size() > 1 && is(answer.mailboxes.front(), ErrorKind::mailbox_list_too_long);
  if (!list_refused) co_return std::move(answer.mailboxes);

  const auto middle = permits.begin() + static_cast<std::ptrdiff_t>(permits.size() / 2);
  std::vector<Permit> front(permits.begin(), middle);
  std::vector<Permit> back(middle, permits.end());
  Answers answers = co_await ask_list(asking, std::move(front), window);
  const Answers rest = co_await ask_list(asking, std::move(back), window);
  answers.insert(answers.end(), rest.begin(), rest.end());
  co_return answers;
}

// The second half is asked only for those whose first half is there.
asio::awaitable<void> SplitUpstream::ask_halves(Asking& asking, const std::vector<Permit>& permits,
                                                TimeWindow window, int halvings,
                                                std::vector<std::size_t> which, Answers& into) {
  const Halves halves = halves_of(window);
  std::vector<Permit> asked;
  for (const std::size_t position : which) asked.push_back(permits[position]);
  const Answers first = co_await ask_window(asking, std::move(asked), halves.first, halvings);
  std::vector<std::size_t> good;
  std::vector<Permit> next;
  for (std::size_t i = 0; i < which.size(); ++i) {
    into[which[i]] = first[i];
    if (!first[i]) continue;
    good.push_back(which[i]);
    next.push_back(permits[which[i]]);
  }
  if (next.empty()) co_return;
  const Answers second = co_await ask_window(asking, std::move(next), halves.second, halvings);
  for (std::size_t i = 0; i < good.size(); ++i) {
    Result<Availability>& answer = into[good[i]];
    if (second[i]) {
      answer = stitch(std::move(*answer), *second[i]);
    } else {
      answer = second[i].error();
    }
  }
}

}  // namespace

std::unique_ptr<CalendarUpstream> make_split_upstream(std::unique_ptr<CalendarUpstream> inner) {
  return std::make_unique<SplitUpstream>(std::move(inner));
}

}  // namespace fb::upstream
