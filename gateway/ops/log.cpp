// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/ops/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <utility>

#include "gateway/ops/request_line.hpp"

namespace fb::ops {
namespace {

// Every line is one JSON object; the text of a record is the rest of it, from the event's name on.
constexpr const char* kLinePattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%fZ","level":"%l",%v})";

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      break;
  }
  return spdlog::level::err;
}

spdlog::sink_ptr open_sink(const config::LogSettings& settings) {
  if (settings.file.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
  return std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file);
}

}  // namespace

struct Log::Sink {
  std::shared_ptr<spdlog::details::thread_pool> writer;
  std::shared_ptr<spdlog::async_logger> logger;
};

Log::Log(std::unique_ptr<Sink> sink) : sink_(std::move(sink)) {}

Log::~Log() { sink_->logger->flush(); }

model::Result<std::unique_ptr<Log>> Log::open(const config::LogSettings& settings) {
  auto sink = std::make_unique<Sink>();
  try {
    sink->writer = std::make_shared<spdlog::details::thread_pool>(settings.queue_records_max, 1);
    sink->logger =
        std::make_shared<spdlog::async_logger>("freebusyd", open_sink(settings), sink->writer,
                                               spdlog::async_overflow_policy::overrun_oldest);
  } catch (const spdlog::spdlog_ex& problem) {
    return model::Error::of(model::ErrorKind::internal, "the log file " + settings.file +
                                                            " cannot be opened: " + problem.what());
  }
  sink->logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      kLinePattern, spdlog::pattern_time_type::utc, "\n"));
  sink->logger->set_level(spdlog::level::from_str(settings.level));
  sink->logger->flush_on(spdlog::level::info);
  return std::unique_ptr<Log>(new Log(std::move(sink)));
}

void Log::event(Level level, std::string_view name, std::initializer_list<Field> fields) {
  const auto at = spdlog_level(level);
  if (!sink_->logger->should_log(at)) return;
  std::string line;
  append_event(name, fields, line);
  sink_->logger->log(at, spdlog::string_view_t(line));
}

// Takes whatever was thrown: nobody above would.
void Log::exception(std::string_view name, std::exception_ptr exception) {
  std::string what = "no std::exception";
  try {
    std::rethrow_exception(std::move(exception));
  } catch (const std::exception& bug) {
    what = bug.what();
  } catch (...) {
    what = "no std::exception";
  }
  event(Level::error, name, {{"what", std::string_view(what)}});
}

void Log::request(const RequestRecord& record) {
  if (!sink_->logger->should_log(spdlog::level::info)) return;
  std::string line;
  line.reserve(1024);
  append_request(record, line);
  sink_->logger->log(spdlog::level::info, spdlog::string_view_t(line));
}

std::uint64_t Log::dropped_records() const { return sink_->writer->overrun_counter(); }

}  // namespace fb::ops
