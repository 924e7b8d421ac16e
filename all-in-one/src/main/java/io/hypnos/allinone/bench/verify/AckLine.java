package io.hypnos.allinone.bench.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.zip.CRC32C;

import io.hypnos.allinone.bench.load.SeriesGroup;
import io.hypnos.allinone.bench.model.LoadModel;

/// One line of an acknowledgement log: fields separated by spaces, the last one the CRC-32C of the text before it in eight hex digits.
///
///     run 1 SEED TENANTS SERIES START_MS INTERVAL_MS JITTER_MS HISTOGRAMS OUT_OF_ORDER OUT_OF_ORDER_STEPS LIFETIME_STEPS CRC
///     ack TENANT FIRST_SERIES COUNT STEP CRC
///
/// A `run` line holds the model of the lines below it, and with it the labels, times and values of every sample; an `ack` line says that the sample
/// which each of `COUNT` series from `FIRST_SERIES` has at `STEP` was acknowledged.
sealed interface AckLine {

    /// Begin of a run.
    record Run(LoadModel model) implements AckLine {}

    /// One acknowledged request.
    record Ack(SeriesGroup group, long step) implements AckLine {}

    int FORMAT = 1;

    /// The line, with its end.
    default String render() {
        String text = switch (this) {
            case Run(LoadModel(var seed, var population, var timing, var variation)) ->
                "run " + FORMAT + ' ' + seed + ' ' + population.tenants() + ' ' + population.series() + ' '
                        + timing.startMillis() + ' ' + timing.intervalMillis() + ' ' + timing.jitterMillis() + ' '
                        + variation.histograms() + ' ' + variation.outOfOrder() + ' ' + variation.outOfOrderSteps()
                        + ' ' + variation.lifetimeSteps();
            case Ack(SeriesGroup(var tenant, var first, var count), var step) ->
                "ack " + tenant + ' ' + first + ' ' + count + ' ' + step;
        };
        return text + ' ' + checksum(text) + '\n';
    }

    /// @throws IllegalArgumentException for anything that [#render] did not make, with the reason
    static AckLine parse(String line) {
        int last = line.lastIndexOf(' ');
        if (last < 0 || !line.substring(last + 1).equals(checksum(line.substring(0, last)))) {
            throw new IllegalArgumentException("the checksum does not fit");
        }
        String[] fields = line.substring(0, last).split(" ", -1);
        if (fields[0].equals("ack") && fields.length == 5) {
            return new Ack(new SeriesGroup(Integer.parseInt(fields[1]), Integer.parseInt(fields[2]),
                    Integer.parseInt(fields[3])), Long.parseLong(fields[4]));
        }
        if (fields[0].equals("run") && fields.length == 12) {
            if (Integer.parseInt(fields[1]) != FORMAT) {
                throw new IllegalArgumentException(
                        "version " + fields[1] + " of the log, this program knows " + FORMAT);
            }
            return new Run(new LoadModel(Long.parseLong(fields[2]),
                    new LoadModel.Population(Integer.parseInt(fields[3]), Integer.parseInt(fields[4])),
                    new LoadModel.Timing(Long.parseLong(fields[5]), Long.parseLong(fields[6]),
                            Integer.parseInt(fields[7])),
                    new LoadModel.Variation(Double.parseDouble(fields[8]), Double.parseDouble(fields[9]),
                            Integer.parseInt(fields[10]), Integer.parseInt(fields[11]))));
        }
        throw new IllegalArgumentException("neither a run nor an acknowledgement");
    }

    private static String checksum(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
