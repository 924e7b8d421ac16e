package io.hypnos.allinone.demo.model;

/// What an instance of a service has gone through, at one moment. All its series are read off this.
///
/// @param millis   the moment
/// @param uptime   seconds since it last started
/// @param requests requests since then
/// @param slow     of these, how many suffered in an incident
/// @param rate     requests per second right now
/// @param trouble  how bad it is right now, from 0 to 1
public record InstanceState(long millis, double uptime, double requests, double slow, double rate, double trouble) {}
