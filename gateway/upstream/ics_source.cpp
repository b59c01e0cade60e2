// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/upstream/ics_source.hpp"

#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <utility>

#include "cache/store/sharded_lru.hpp"
#include "protocols/ics/ics.hpp"

namespace fb::upstream {
namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace {

using model::Availability;
using model::Error;
using model::ErrorKind;
using model::Result;

struct Version {
  fs::file_time_type changed;
  std::uintmax_t bytes;
  bool operator==(const Version&) const = default;
};

// libical walks a calendar with a cursor inside of it, so one reader at a time.
struct KeptCalendar {
  KeptCalendar(Version of, ics::Calendar parsed) : version(of), calendar(std::move(parsed)) {}

  Result<std::vector<model::BusyBlock>> blocks(const model::TimeWindow& window) {
    const std::lock_guard lock(mutex);
    return calendar.blocks(window);
  }

  const Version version;
  std::mutex mutex;
  ics::Calendar calendar;
};

constexpr std::uint64_t kKeptOverheadBytes = 4096;  // so that many small files are bounded too

// What is known of a file before it is opened.
Result<Version> version_of(const fs::path& file) {
  std::error_code failed;
  const fs::file_status status = fs::status(file, failed);
  if (status.type() == fs::file_type::not_found || failed == std::errc::filename_too_long) {
    if (!fs::is_directory(file.parent_path(), failed)) {
      return Error::of(ErrorKind::peer_unreachable, "the calendar folder cannot be read");
    }
    return Error::of(ErrorKind::peer_recipient_unknown, "the mailbox has no calendar file");
  }
  if (status.type() != fs::file_type::regular) {
    return Error::of(ErrorKind::peer_broken, "the calendar file cannot be read");
  }
  Version version{};
  version.changed = fs::last_write_time(file, failed);
  if (!failed) version.bytes = fs::file_size(file, failed);
  if (failed) return Error::of(ErrorKind::peer_broken, "the calendar file cannot be read");
  return version;
}

// Exactly as many bytes as the file had when it was looked at.
Result<std::string> read_whole(const fs::path& file, std::uintmax_t bytes) {
  std::ifstream in(file, std::ios::binary);
  std::string text(static_cast<std::size_t>(bytes) + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || !in.is_open()) {
    return Error::of(ErrorKind::peer_broken, "the calendar file cannot be read");
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() != bytes) {
    return Error::of(ErrorKind::peer_broken, "the calendar file is being changed");
  }
  return text;
}

// One piece of offloaded work. It owns what it needs, because nobody can stop it.
struct Reading {
  std::string folder;
  std::string zone;
  model::TimeWindow window;
  std::vector<model::SmtpAddress> mailboxes;
};

}  // namespace

class IcsSource::Calendars {
 public:
  Answers read(const Reading& reading) {
    const Result<wire::Zone> zone = wire::Zone::named(reading.zone);
    if (!zone) {
      return for_everybody(
          reading.mailboxes.size(),
          Error::of(ErrorKind::internal, "the zone of the calendar folder is not known"));
    }
    Answers answers;
    for (const model::SmtpAddress& mailbox : reading.mailboxes) {
      answers.push_back(availability(reading, mailbox, *zone));
    }
    return answers;
  }

 private:
  Result<Availability> availability(const Reading& reading, const model::SmtpAddress& mailbox,
                                    const wire::Zone& zone) {
    const std::optional<std::string> name = calendar_file_name(mailbox);
    if (!name) {
      return Error::of(ErrorKind::peer_recipient_unknown, "the mailbox has no calendar file");
    }
    const Result<std::shared_ptr<KeptCalendar>> calendar =
        open(fs::path(reading.folder) / *name, reading.zone, zone);
    if (!calendar) return calendar.error();
    Result<std::vector<model::BusyBlock>> blocks = (*calendar)->blocks(reading.window);
    if (!blocks) return blocks.error();
    return Availability{reading.window,
                        std::move(*blocks),
                        model::Precision::exact,
                        {},
                        model::DetailLevel::limited_details};
  }

  Result<std::shared_ptr<KeptCalendar>> open(const fs::path& file, const std::string& zone_name,
                                             const wire::Zone& zone) {
    const Result<Version> version = version_of(file);
    if (!version) return version.error();
    const std::string key = zone_name + "\n" + file.string();
    std::shared_ptr<KeptCalendar> kept;
    store_.visit(key, [&](const std::shared_ptr<KeptCalendar>& held) { kept = held; });
    if (kept && kept->version == *version) return kept;

    const ics::Limits limits;
    if (version->bytes > limits.bytes_max) {
      return Error::of(ErrorKind::peer_broken, "the calendar file is larger than " +
                                                   std::to_string(limits.bytes_max) + " bytes");
    }
    const Result<std::string> text = read_whole(file, version->bytes);
    if (!text) return text.error();
    Result<ics::Calendar> parsed = ics::Calendar::parse(*text, zone, limits);
    if (!parsed) {
      return Error::of(ErrorKind::peer_broken,
                       "the calendar file is broken: " + parsed.error().detail());
    }
    kept = std::make_shared<KeptCalendar>(*version, std::move(*parsed));
    store_.edit(key, [&](std::shared_ptr<KeptCalendar>& held) {
      held = kept;
      return version->bytes + kKeptOverheadBytes;
    });
    return kept;
  }

  cache::ShardedLru<std::string, std::shared_ptr<KeptCalendar>> store_{{kKeptBytesMax, 4}};
};

std::optional<std::string> calendar_file_name(const model::SmtpAddress& mailbox) {
  const std::string& name = mailbox.str();
  if (name.front() == '.' || name.find('/') != std::string::npos ||
      name.find('\0') != std::string::npos) {
    return std::nullopt;
  }
  return name + ".ics";
}

IcsSource::IcsSource(async::OffloadPool& files)
    : files_(files), calendars_(std::make_shared<Calendars>()) {}

IcsSource::~IcsSource() = default;

asio::awaitable<Answers> IcsSource::ask(const UpstreamQuestion& question,
                                        const config::CalendarSource& source) {
  Reading reading{source.folder, source.zone, question.window, mailboxes_of(question)};
  // A task keeps what a bug throws, so that it is thrown here and not on the pool's thread.
  auto task = std::make_shared<std::packaged_task<Answers()>>(
      [calendars = calendars_, reading = std::move(reading)] { return calendars->read(reading); });
  std::function<void()> work = [task] { (*task)(); };
  const model::Status ran = co_await files_.run(std::move(work));
  if (!ran) co_return for_everybody(question.permits.size(), ran.error());
  co_return task->get_future().get();
}

}  // namespace fb::upstream
