package io.hypnos.service.storeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class StatusTextTest {

    @Test
    void saysWhyThereWasNoConnection() {
        assertThat(StatusText.of(Status.DEADLINE_EXCEEDED.withDescription(
                """
                        CallOptions deadline exceeded after 4.8s. Name resolution delay 0.010 seconds. [closed=[], open=[[wait_for_ready, \
                        Last Pick Failure=Status{code=UNAVAILABLE, description=io exception, \
                        cause=io.netty.channel.AbstractChannel$AnnotatedConnectException: finishConnect(..) failed with error(-111): \
                        Connection refused: /127.0.0.1:20999
                        Caused by: java.net.ConnectException: finishConnect(..) failed
                        \tat io.netty.channel.unix.Errors.newConnectException0(Errors.java:166)
                        }, connecting_and_lb_delay=4824800118ns, was_still_waiting]]""")))
                .isEqualTo("no connection: Connection refused: /127.0.0.1:20999");
        assertThat(StatusText.of(Status.UNAVAILABLE.withDescription("io exception")
                .withCause(new IOException("Connection reset by peer"))))
                .isEqualTo("no connection: Connection reset by peer");
        assertThat(StatusText.of(Status.DEADLINE_EXCEEDED.withDescription(
                """
                        CallOptions deadline exceeded after 1s. [open=[[wait_for_ready, Last Pick Failure=Status{code=UNAVAILABLE, \
                        description=Unable to resolve host nowhere, cause=null}, was_still_waiting]]""")))
                .isEqualTo("no connection: Unable to resolve host nowhere");
    }

    @Test
    void leavesOutTheStateOfTheChannel() {
        assertThat(StatusText.of(Status.DEADLINE_EXCEEDED.withDescription(
                "CallOptions deadline exceeded after 4.9s. Name resolution delay 0.000000000 seconds. [closed=[], open=[]]")))
                .isEqualTo("DEADLINE_EXCEEDED: CallOptions deadline exceeded after 4.9s");
    }

    @Test
    void keepsWhatAPeerSaid() {
        assertThat(StatusText.of(Status.ABORTED.withDescription("no blocks: bucket is gone")))
                .isEqualTo("ABORTED: no blocks: bucket is gone");
        assertThat(StatusText.of(Status.UNIMPLEMENTED)).isEqualTo("UNIMPLEMENTED");
    }
}
