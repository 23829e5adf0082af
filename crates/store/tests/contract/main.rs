//! What the store promises, on both databases: each test runs on SQLite, and on the PostgreSQL that `TEST_POSTGRES_URL` names.
#![expect(clippy::unwrap_used, reason = "a test that can't continue says where")]

mod alerts;
mod announcements;
mod audit;
mod audit_feed;
mod audit_pages;
mod deliveries;
mod drafts;
mod faults;
mod files;
mod fresh;
mod lease;
mod links;
mod members;
mod samples;
mod servers;
mod subscriptions;

/// One test a name and database.
macro_rules! contract {
    ($($area:ident: $($test:ident)+;)+) => {
        mod sqlite {
            $(mod $area { $(
                #[tokio::test]
                async fn $test() {
                    crate::$area::$test(crate::fresh::sqlite().await).await;
                }
            )+ })+
        }
        mod postgres {
            $(mod $area { $(
                #[tokio::test]
                async fn $test() {
                    if let Some(fresh) = crate::fresh::postgres().await {
                        crate::$area::$test(fresh).await;
                    }
                }
            )+ })+
        }
    };
}

contract! {
    subscriptions: are_made_listed_changed_and_removed belong_to_their_server are_refused_once wait_for_a_closed_channel
        hold_any_text are_orphaned_and_taken_over stay_as_they_were_when_taken_over
        are_changed_by_who_has_seen_them keep_a_run_that_is_due;
    deliveries: have_one_outcome_each are_planned_only_for_what_nobody_has_changed of_ten_thousand_are_planned_in_bites
        are_claimed_by_one_of_many unfinished_are_those_of_digests of_a_full_channel_keep_no_other_waiting
        of_a_future_that_did_not_come_are_planned_anew last_of_each_digest_are_listed;
    drafts: are_written_changed_and_sent that_failed_can_be_sent_again_and_unclear_ones_never
        of_a_process_that_is_gone_are_unclear are_deleted_after_half_an_hour_and_with_their_member are_claimed_by_one_of_many;
    lease: is_held_by_one_and_guards_every_write processes_are_known_while_they_renew;
    alerts: take_a_turn_together_or_not_at_all are_pressed_by_one_of_two keep_their_message boards_are_kept
        failures_are_known_until_it_goes_better;
    samples: become_means_and_are_forgotten notices_are_told_once outages_begin_and_end outages_begin_once_at_a_time
        steadiness_outlives_short_restarts pruning_takes_what_nobody_needs;
    announcements: tell_of_each_creator_once follow_what_becomes_of_it are_told_to_each_manager_once
        forget_who_is_forgotten are_forgotten_when_they_are_old;
    audit: tells_who_did_what what_was_begun_and_not_ended_is_perhaps is_only_added_to an_interaction_is_claimed_once
        is_deleted_when_it_is_old is_not_deleted_by_a_trick is_read_in_the_order_of_its_numbers;
    audit_pages: have_each_change_once hold_still_while_rows_are_added are_filtered of_100_000_rows_are_quick feed_a_channel;
    audit_feed: posts_each_row_in_one_message keeps_its_place_while_discord_blocks_it tells_who_chose_it_once;
    members: are_forgotten_but_not_their_audit have_no_creator_s_notices who_forget_themselves_leave_nothing
        are_forgotten_by_incidents_too
        are_added_once_by_many are_forgotten_while_they_act;
    links: are_proposed_and_confirmed are_refused_for_a_reason have_one_winner are_made_and_removed_by_owners;
    servers: have_what_they_set_at_once refuse_what_they_cannot_read change_on_one_and_arrive_on_another
        are_not_fresh_while_the_database_is_away end_with_their_last_handle are_set_by_many_at_once;
    faults: opening_twice_changes_nothing opening_at_once_migrates_once a_newer_database_is_refused
        looking_tells_what_is_there
        a_locked_table_is_waited_for_and_then_refused;
}
