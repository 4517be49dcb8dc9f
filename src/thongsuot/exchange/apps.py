"""The exchange as a Django application: it follows the journal and works beside the stamper, where it is set up."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "thongsuot.exchange"
    label = "exchange"

    def ready(self) -> None:
        from django.conf import settings

        from thongsuot.engine import actor, background, beside, erasing, intents, own_data, reading, sweep
        from thongsuot.exchange import following_bodies, forgetting, own_stores
        from thongsuot.exchange.authoritative import asking
        from thongsuot.exchange.national import applying, running, standing, telling
        from thongsuot.exchange.notices import own, sending
        from thongsuot.exchange.notices import telling as notices
        from thongsuot.exchange.notices.officers import mailing as officers_mail
        from thongsuot.exchange.notices.officers import reading as officers_reading
        from thongsuot.exchange.notices.officers import telling as officers
        from thongsuot.exchange.petitions import receiving as petitions_in
        from thongsuot.exchange.petitions import sending as petitions_out
        from thongsuot.exchange.petitions import telling as petitions
        from thongsuot.exchange.stores import sending as stores_sending
        from thongsuot.exchange.stores import telling as stores
        from thongsuot.ports import national_petitions, person_store

        own_data.declare(own.NOTICES, own.CHOICE, own_stores.DELIVERIES)
        erasing.beside(forgetting.forget)
        following_bodies.declare()
        intents.applies(applying.SOURCE, applying.apply, applying.settled)
        reading.beside(standing.NAME, standing.KEPT)
        reading.beside(asking.NAME, asking.KEPT)
        actor.counted_beside(officers_reading.UNREAD)
        sweep.listen(officers.warned)
        background.follow(officers.catch_up)
        beside.make(officers_mail.send_one, officers_reading.erase_old, sending.IDLE)
        background.follow(asking.catch_up)
        beside.one_by_one(asking.work_one, asking.IDLE)
        if settings.NATIONAL_URL:
            background.follow(telling.catch_up)
            beside.one_by_one(running.send_one, running.IDLE)
            beside.rounds(running.poll, running.POLL)
        if settings.DEMO or settings.EMAIL_HOST:
            background.follow(notices.catch_up)
            beside.one_by_one(sending.send_one, sending.IDLE)
        if person_store.store() is not None:
            background.follow(stores.catch_up)
            beside.one_by_one(stores_sending.send_due, stores_sending.IDLE)
        if national_petitions.system() is not None or settings.OPEN311_URL:
            background.follow(petitions.catch_up)
            beside.one_by_one(lambda _now: petitions_out.send_one(), petitions_out.IDLE)
        if national_petitions.system() is not None:
            beside.rounds(lambda _now: petitions_in.take_in() is not None, petitions_in.EVERY)
