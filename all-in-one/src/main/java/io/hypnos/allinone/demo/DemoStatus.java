package io.hypnos.allinone.demo;

/// How far the demo is.
///
/// @param history   what is to be said of its past; empty when there is nothing
/// @param tenants   tenants that are written
/// @param perSecond samples written per second lately
/// @param dropped   samples that could not be written
public record DemoStatus(String history, int tenants, double perSecond, long dropped) {}
