package io.hypnos.receive.wire;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.xerial.snappy.Snappy;

import io.hypnos.proto.prompb.Label;
import io.hypnos.proto.prompb.Sample;
import io.hypnos.proto.prompb.TimeSeries;
import io.hypnos.proto.remote.v1.WriteRequest;

/// Remote write requests of tests.
public final class Requests {

    private Requests() {}

    /// A series without samples, of names and values in turn, in the given order.
    public static TimeSeries.Builder series(String... labels) {
        var series = TimeSeries.newBuilder();
        for (int i = 0; i < labels.length; i += 2) {
            series.addLabels(Label.newBuilder().setName(labels[i]).setValue(labels[i + 1]));
        }
        return series;
    }

    public static Sample sample(long time, double value) {
        return Sample.newBuilder().setTimestamp(time).setValue(value).build();
    }

    /// A series with one sample.
    public static TimeSeries.Builder series(long time, double value, String... labels) {
        return series(labels).addSamples(sample(time, value));
    }

    /// A request of version 1.0, packed.
    public static byte[] packed(TimeSeries.Builder... series) {
        var request = WriteRequest.newBuilder();
        for (TimeSeries.Builder one : series) {
            request.addTimeseries(one);
        }
        return pack(request.build().toByteArray());
    }

    public static byte[] pack(byte[] message) {
        try {
            return Snappy.compress(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
